import { App, Button, Input, Popconfirm, Progress, Select } from 'antd'
import { useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { JobRef } from '../../../shared/contract.ts'
import { leastDigits } from '../../../shared/seed.ts'
import { useSession } from '../../app/session.tsx'
import { useErrorWords } from '../../components/states.tsx'
import { readSeed } from './seed.ts'

/** The public seed and those who saw it thrown; then the draw, which `start` begins. */
export function SeedForm({ start, typed, setTyped }: { start: (seed: string, witnesses: string[]) => Promise<JobRef>; typed: string; setTyped: (text: string) => void }): ReactElement {
  const { t } = useTranslation()
  const { engine, jobs } = useSession()
  const { message } = App.useApp()
  const words = useErrorWords()
  const [witnesses, setWitnesses] = useState<string[]>([])
  const [job, setJob] = useState<string | null>(null)
  const { digits, other } = readSeed(typed)
  const enough = other === null && digits.length >= leastDigits
  const running = jobs.find((one) => one.id === job)

  const draw = async (): Promise<void> => {
    try {
      const started = await start(typed, witnesses)
      setJob(started.job)
      await engine.awaitJob(started)
    } catch (error) {
      void message.error(words(error).title)
    } finally {
      setJob(null)
    }
  }
  return (
    <div className="seed">
      <label className="field">
        <span>{t('sampling.seed')}</span>
        <Input.TextArea
          className="mono seed-entry" value={typed} onChange={(event) => setTyped(event.target.value)} rows={2} maxLength={200} spellCheck={false} inputMode="numeric" placeholder={t('sampling.seedPlaceholder')}
          status={other !== null ? 'error' : ''}
        />
      </label>
      <p className={other !== null ? 'bad' : enough ? 'good' : 'muted'} role="status">
        {other !== null ? t('sampling.seedOther', { sign: other }) : t(enough ? 'sampling.seedEnough' : 'sampling.seedShort', { digits: digits.length, least: leastDigits })}
      </p>
      <label className="field">
        <span>{t('sampling.witnesses')}</span>
        <Select mode="tags" value={witnesses} onChange={setWitnesses} open={false} suffixIcon={null} tokenSeparators={[',', '，', '、', ';', '；']} placeholder={t('sampling.witnessesPlaceholder')} maxCount={50} />
      </label>
      <div className="seed-acts">
        <Popconfirm title={t('sampling.drawAsk')} description={t('sampling.drawAskText')} okText={t('sampling.drawButton')} cancelText={t('shell.cancel')} onConfirm={() => void draw()} disabled={!enough || job !== null}>
          <Button type="primary" disabled={!enough} loading={job !== null}>{t('sampling.drawButton')}</Button>
        </Popconfirm>
        {running && <Progress className="seed-progress" size="small" percent={running.total > 0 ? Math.round((100 * running.done) / running.total) : 0} status="active" />}
      </div>
    </div>
  )
}
