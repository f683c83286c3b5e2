import { Button, Input, Select } from 'antd'
import { useCallback, useState, type FormEvent, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { JobRef } from '../../../shared/contract.ts'
import { toErrorValue } from '../../../shared/errors.ts'
import { badName, inFolder } from '../../app/paths.ts'
import { useRoute } from '../../app/route.ts'
import { useJob } from '../../app/runJob.ts'
import { useSession } from '../../app/session.tsx'
import { useAnswer } from '../../app/useAnswer.ts'
import { formatBytes, formatDuration, formatNumber, formatTime } from '../../components/format.ts'
import { ErrorState, Skeleton } from '../../components/states.tsx'

const sizes = [20_000, 200_000, 2_000_000, 10_000_000] as const
/** Measured on two cores, the scoring included: seconds and bytes of disk a subject. */
const perSubject = { seconds: 0.00022, bytes: 1750 }

/** The first screen: open a workspace, create one, or try the demo. */
export default function Welcome(): ReactElement {
  const { t } = useTranslation()
  const { host, engine, language, refresh } = useSession()
  const { go } = useRoute()
  const recent = useAnswer('recentWorkspaces', {}, ['workspace'])
  const job = useJob()
  const [name, setName] = useState('')
  const [path, setPath] = useState('')
  const [size, setSize] = useState<number>(sizes[0])
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const folder = recent.answer?.folder ?? ''
  const wrong = name === '' ? null : badName(name)

  const attempt = useCallback(async (work: () => Promise<unknown>): Promise<void> => {
    setBusy(true)
    setError(null)
    try {
      await work()
      await refresh()
    } catch (reason) {
      setError(reason)
    } finally {
      setBusy(false)
    }
  }, [refresh])
  const open = useCallback((file: string) => attempt(async () => {
    await engine.openWorkspace({ path: file })
    go('overview', [], [])
  }), [attempt, engine, go])

  const create = (event: FormEvent): void => {
    event.preventDefault()
    void attempt(async () => {
      await engine.createWorkspace({ path: inFolder(folder, name.trim()) })
      go('data', [], [])
    })
  }
  const demo = (): void => void attempt(async () => {
    const started = await startDemo((file) => engine.createDemo({ path: file, subjects: size }), folder)
    go('overview', [], [])
    // Not awaited: the job shows itself, and goes on when this view has made way for the overview.
    void job('demo', async () => started).then((made) => (made === null ? null : job('score', () => engine.scoreSubjects({}))))
  })
  const openByPath = async (): Promise<void> => {
    const chosen = host.kind === 'desktop' ? await host.chooseWorkspace() : path.trim()
    if (chosen) await open(chosen)
  }

  return (
    <div className="welcome">
      <header className="welcome-head">
        <h1>{t('welcome.heading')}</h1>
        <p className="muted">{t('welcome.sentence')}</p>
      </header>
      {error !== null && <ErrorState error={error} compact />}
      <div className="welcome-columns">
        <section className="section" aria-labelledby="welcome-recent">
          <div className="section-head"><h2 id="welcome-recent">{t('welcome.recent')}</h2></div>
          {recent.error !== null ? <ErrorState error={recent.error} again={recent.again} /> : recent.answer === null ? <Skeleton /> : (
            recent.answer.workspaces.length === 0 ? <p className="welcome-none muted">{t('welcome.recentNone')}</p> : (
              <ul className="welcome-recent">
                {recent.answer.workspaces.map((one) => (
                  <li key={one.path}>
                    <button type="button" disabled={busy} onClick={() => void open(one.path)}>
                      <strong>{one.name}</strong>
                      <span className="muted number">{formatTime(one.openedAt)} · {formatBytes(one.bytes, language)}</span>
                      <span className="muted mono welcome-path">{one.path}</span>
                    </button>
                  </li>
                ))}
              </ul>
            )
          )}
        </section>
        <div className="welcome-ways">
          <section className="section section-body">
            <h2>{t('welcome.demo')}</h2>
            <p className="muted">{t('welcome.demoText', { subjects: formatNumber(size, language) })}</p>
            <div className="welcome-line">
              <Select value={size} onChange={setSize} disabled={busy} aria-label={t('welcome.demoSize')} className="welcome-size" options={sizes.map((value) => ({ value, label: t('welcome.demoSubjects', { subjects: formatNumber(value, language) }) }))} />
              <Button type="primary" loading={busy} disabled={folder === ''} onClick={demo}>{t('welcome.demoStart')}</Button>
            </div>
            <p className="muted number">{t('welcome.demoTakes', { time: formatDuration(Math.max(5, size * perSubject.seconds)), bytes: formatBytes(size * perSubject.bytes, language) })}</p>
          </section>
          <form className="section section-body" onSubmit={create}>
            <h2>{t('welcome.create')}</h2>
            <p className="muted">{t('welcome.createText')}</p>
            <div className="welcome-line">
              <Input value={name} onChange={(event) => setName(event.target.value)} placeholder={t('welcome.createName')} aria-label={t('welcome.createName')} status={wrong ? 'error' : ''} maxLength={100} />
              <Button htmlType="submit" disabled={busy || folder === '' || badName(name) !== null}>{t('welcome.createStart')}</Button>
            </div>
            <p className={wrong && wrong !== 'empty' ? 'bad welcome-path' : 'muted mono welcome-path'}>{wrong && wrong !== 'empty' ? t(`welcome.badName.${wrong}`) : folder && inFolder(folder, `${name.trim() || t('welcome.createName')}.mingcha`)}</p>
          </form>
          <form className="section section-body" onSubmit={(event) => { event.preventDefault(); void openByPath() }}>
            <h2>{t('welcome.open')}</h2>
            <p className="muted">{t(host.kind === 'desktop' ? 'welcome.openDialogText' : 'welcome.openPathText')}</p>
            <div className="welcome-line">
              {host.kind === 'serve' && <Input value={path} onChange={(event) => setPath(event.target.value)} placeholder={folder && inFolder(folder, 'name.mingcha')} aria-label={t('welcome.openPath')} className="mono" maxLength={4000} />}
              <Button htmlType="submit" disabled={busy || (host.kind === 'serve' && path.trim() === '')}>{t(host.kind === 'desktop' ? 'welcome.openChoose' : 'welcome.openStart')}</Button>
            </div>
          </form>
        </div>
      </div>
    </div>
  )
}

/** The demo under the first free name: demo, demo-2, demo-3 … */
async function startDemo(create: (file: string) => Promise<JobRef>, folder: string): Promise<JobRef> {
  for (let n = 1; ; n++) {
    try {
      return await create(inFolder(folder, n === 1 ? 'demo' : `demo-${n}`))
    } catch (error) {
      if (toErrorValue(error).code !== 'workspace_exists' || n === 100) throw error
    }
  }
}
