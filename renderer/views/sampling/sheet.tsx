import { PrinterOutlined } from '@ant-design/icons'
import { App, Button, Segmented } from 'antd'
import { useCallback, useMemo, useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { DrawInfo } from '../../../shared/contract.ts'
import { useLabels } from '../../app/labels.ts'
import { useSession } from '../../app/session.tsx'
import { rowsOf, type Row } from '../../components/arrow.ts'
import { formatNumber, unknown } from '../../components/format.ts'
import { Grid, type GridColumn } from '../../components/grid.tsx'
import { Empty, useErrorWords } from '../../components/states.tsx'
import { PrintSheet } from './printSheet.tsx'
import { usePolicyName } from './usePolicyName.ts'

/** The most rows a printed sheet has: some 250 pages. */
const mostPrinted = 10_000

/** Who was drawn, and the spares behind them, in the order of their tickets. */
export function Sheet({ of }: { of: DrawInfo }): ReactElement {
  const { t } = useTranslation()
  const { language, engine } = useSession()
  const labels = useLabels()
  const { message } = App.useApp()
  const policyName = usePolicyName()
  const words = useErrorWords()
  const [role, setRole] = useState<'drawn' | 'spare'>('drawn')
  const [printed, setPrinted] = useState<Row[] | null>(null)
  const spares = of.strata.reduce((sum, one) => sum + one.spares, 0)
  const columns = useMemo((): GridColumn[] => {
    const worded = (field: 'region' | 'industry') => (value: unknown): string => (value === null || value === undefined ? unknown : labels.value(field, String(value)))
    return [
      { field: 'rank', title: t('sampling.rank'), width: 64, kind: 'number' },
      { field: 'stratum', title: labels.field('tier'), width: 56, kind: 'tier' },
      { field: 'name', title: labels.field('name'), flex: 3, width: 200 },
      { field: 'id', title: labels.field('uscc'), width: 176, kind: 'code' },
      { field: 'index', title: labels.field('index'), width: 88, kind: 'index' },
      { field: 'region', title: labels.field('region'), width: 96, format: worded('region') },
      { field: 'industry', title: labels.field('industry'), width: 128, format: worded('industry') },
      { field: 'address', title: t('sampling.address'), flex: 2, width: 200 },
      { field: 'ticket', title: t('sampling.ticket'), width: 148, kind: 'code' },
    ]
  }, [labels, t])
  const print = async (): Promise<void> => {
    try {
      setPrinted(rowsOf((await engine.drawSheet({ draw: of.draw, role: 'drawn', limit: mostPrinted })).arrow))
    } catch (error) {
      void message.error(words(error).title)
    }
  }
  const ended = useCallback(() => setPrinted(null), [])
  return (
    <section className="section sheet">
      <div className="section-head">
        <h2>{t('sampling.step.sheet')}</h2>
        <Segmented
          size="small" value={role} onChange={setRole}
          options={[{ value: 'drawn', label: t('sampling.drawnTab', { drawn: formatNumber(of.drawn, language) }) }, { value: 'spare', label: t('sampling.spareTab', { spares: formatNumber(spares, language) }), disabled: spares === 0 }]}
        />
        <span className="spring" />
        {of.drawn > mostPrinted && <span className="muted">{t('sampling.printCut', { most: formatNumber(mostPrinted, language) })}</span>}
        <Button size="small" icon={<PrinterOutlined />} onClick={() => void print()}>{t('sampling.print')}</Button>
      </div>
      <Grid
        of={`${of.draw} ${role}`} columns={columns} height={420} label={t('sampling.step.sheet')} inAll={of.frame}
        fetchPage={(offset, limit) => engine.drawSheet({ draw: of.draw, role, offset, limit })} empty={<Empty title={t('sampling.nobody')} />}
      />
      {printed && <PrintSheet of={of} policy={policyName(of.policy)} rows={printed} ended={ended} />}
    </section>
  )
}
