import { InboxOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useRef, useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { Verification } from '../../../shared/contract.ts'
import { useSession } from '../../app/session.tsx'
import { ErrorState, Skeleton } from '../../components/states.tsx'
import { checkGroups, departmentsOf } from './checkGroups.ts'

/** Any bundle, from anywhere: checked from its bytes alone, without this workspace. */
export function VerifyFile(): ReactElement {
  const { t } = useTranslation()
  const { engine } = useSession()
  const input = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(false)
  const [state, setState] = useState<{ name: string; result: Verification | null; departments: string[]; error: unknown } | null>(null)
  const check = async (file: File | undefined): Promise<void> => {
    if (!file) return
    setState({ name: file.name, result: null, departments: [], error: null })
    try {
      const bundle = new Uint8Array(await file.arrayBuffer())
      const result = await engine.verifyBundle({ bundle })
      setState({ name: file.name, result, departments: departmentsOf(bundle, result.checks), error: null })
    } catch (error) {
      setState({ name: file.name, result: null, departments: [], error })
    }
  }
  return (
    <section className="section">
      <div className="section-head"><h2>{t('sampling.verifyFile')}</h2><span className="muted">{t('sampling.verifyFileText')}</span><span className="spring" /><a href="./verify.html" download="verify.html" title={t('sampling.pageText')}>{t('sampling.page')}</a></div>
      <div className="section-body verify">
        <div
          className="drop" data-over={over} onDragOver={(event) => { event.preventDefault(); setOver(true) }} onDragLeave={() => setOver(false)}
          onDrop={(event) => { event.preventDefault(); setOver(false); void check(event.dataTransfer.files[0]) }}
        >
          <InboxOutlined className="drop-sign" />
          <p>{t('sampling.drop')}</p>
          <Button onClick={() => input.current?.click()}>{t('sampling.chooseFile')}</Button>
          <input ref={input} type="file" accept=".json,application/json" hidden aria-label={t('sampling.chooseFile')} onChange={(event) => { void check(event.target.files?.[0]); event.target.value = '' }} />
        </div>
        {state && <p className="verify-name">{state.name}</p>}
        {state && state.error !== null && <ErrorState error={state.error} compact />}
        {state?.result && <Checks of={state.result} departments={state.departments} />}
        {state && !state.result && state.error === null && <Skeleton rows={5} />}
      </div>
    </section>
  )
}

/** The verdict and every check behind it; of a joint inspection by draw, each under its department. */
export function Checks({ of, departments = [] }: { of: Verification; departments?: readonly string[] }): ReactElement {
  const { t, i18n } = useTranslation()
  const failed = of.checks.filter((one) => !one.ok).length
  const groups = checkGroups(of.checks)
  const named = (name: string): string => {
    const key = [`sampling.checks.${name}`, `citizen.checks.${name}`].find((one) => i18n.exists(one))
    return key === undefined ? name : t(key)
  }
  return (
    <div className="checks" role="status">
      <p className={of.ok ? 'verdict good' : 'verdict bad'}>{of.ok ? `✓ ${t('sampling.verified', { checks: of.checks.length })}` : `✗ ${t('sampling.refuted', { failed, checks: of.checks.length })}`}</p>
      <table>
        {groups.map(({ draw, checks }) => (
          <tbody key={draw ?? 0}>
            {groups.length > 1 && <tr className="checks-group"><th colSpan={3} scope="rowgroup">{draw === null ? t('citizen.whole') : t('citizen.group', { number: draw, department: departments[draw - 1] ?? '' })}</th></tr>}
            {checks.map((one) => (
              <tr key={one.name}>
                <td className={one.ok ? 'good' : 'bad'} aria-label={one.ok ? t('sampling.ok') : t('sampling.notOk')}>{one.ok ? '✓' : '✗'}</td>
                <th scope="row">{named(one.name)}</th>
                <td className="mono">{one.detail}</td>
              </tr>
            ))}
          </tbody>
        ))}
      </table>
    </div>
  )
}
