import { Button, Input, InputNumber } from 'antd'
import { memo, useEffect, useId, useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { DraftMistake } from '../../../shared/contract.ts'
import type { DimensionSet, DraftClass, DraftDimension } from '../../../shared/modelDraft.ts'
import { useSession } from '../../app/session.tsx'
import { useErrorWords } from '../../components/states.tsx'
import { useMistakeWords } from './mistakeWords.ts'

/** What was typed and cannot run yet, by draft, dimension and field: another dimension, and back, does not lose it. */
const unfinished = new Map<string, string>()

interface ExpressionOf { draft: number; dimension: DraftDimension; base: DraftDimension | undefined; group: DraftClass; field: 'value' | 'evidence'; set: (what: DimensionSet) => void }

/** SQL of a value or its evidence, tried while it is typed: why it cannot run, with its place, or which cases come out otherwise. Only what runs goes into the draft. */
export const Expression = memo(function Expression({ draft, dimension, base, group, field, set }: ExpressionOf): ReactElement {
  const { t } = useTranslation()
  const { engine } = useSession()
  const words = useErrorWords()
  const said = useMistakeWords()
  const label = useId()
  const key = `${draft}/${dimension.id}/${field}`
  const [typed, setTyped] = useState<string | null>(unfinished.get(key) ?? null)
  const [half, setHalf] = useState<number | null | undefined>(undefined)
  const [found, setFound] = useState<{ of: string; mistakes: DraftMistake[]; fault: string } | null>(null)
  const text = typed ?? dimension[field]
  const kept = dimension.half_life_days ?? null
  const days = field === 'value' && half !== undefined ? half : kept
  const changed = text !== dimension[field] || days !== kept
  const tried = JSON.stringify([text, days, dimension.bands, dimension.cases])

  useEffect(() => {
    if (typed === null || typed === dimension[field]) unfinished.delete(key)
    else unfinished.set(key, typed)
  }, [key, typed, dimension, field])
  useEffect(() => {
    let wanted = true
    const timer = setTimeout(() => {
      engine.checkExpression({ draft, dimension: dimension.id, field, text, halfLifeDays: days }).then(
        (mistakes) => { if (wanted) setFound({ of: tried, mistakes, fault: '' }) },
        (error: unknown) => { if (wanted) setFound({ of: tried, mistakes: [], fault: words(error).title }) },
      )
    }, changed ? 300 : 0)
    return () => { wanted = false; clearTimeout(timer) }
    // oxlint-disable-next-line react/exhaustive-deps
  }, [engine, draft, dimension.id, field, tried, changed])

  const current = found?.of === tried ? found : null
  const refusal = current?.mistakes.find((one) => one.field === field)
  const failing = field === 'value' ? (current?.mistakes.filter((one) => one.case !== null) ?? []) : []
  const drop = (): void => {
    setTyped(null)
    setHalf(undefined)
  }
  const apply = (): void => {
    set({ [field]: text, ...(field === 'value' ? { half_life_days: days } : {}) })
    drop()
  }
  const usable = changed && current !== null && !refusal && current.fault === ''
  const columns = [...Object.keys(group.columns), ...(days === null ? [] : [`decay_${days}`])]
  const takeOver = (): void => set({ cases: dimension.cases.map((entry, i) => ({ ...entry, ...failing.find((one) => one.case!.number === i + 1)?.case!.got })) })
  return (
    <div className="workshop-expression">
      <div className="workshop-title">
        <h3 id={label}>{t(`workshop.${field}`)}</h3>
        <span className="muted">{t(`workshop.${field}Text`)}</span>
        <span className="spring" />
        {field === 'value' && 'age_days' in group.columns && <label className="workshop-half">{t('workshop.halfLife')} <InputNumber size="small" min={1} max={10000} precision={0} value={days} onChange={setHalf} aria-label={t('workshop.halfLife')} /></label>}
        {!changed && base && (base[field] !== dimension[field]) && <Button size="small" type="link" onClick={() => set({ [field]: base[field], ...(field === 'value' ? { half_life_days: base.half_life_days ?? null, cases: base.cases } : {}) })}>{t('workshop.revert')}</Button>}
      </div>
      <Input.TextArea
        className="mono" rows={rowsOf(text)} value={text} maxLength={2000} spellCheck={false} aria-labelledby={label} status={refusal ? 'error' : ''} onChange={(event) => setTyped(event.target.value)}
        onKeyDown={(event) => { if (event.key === 'Enter' && (event.metaKey || event.ctrlKey) && usable) apply(); if (event.key === 'Escape' && changed) drop() }}
      />
      {refusal && (
        <div className="workshop-refusal bad" role="alert">
          {refusal.at !== null && <pre className="mono">{placeOf(text, refusal.at)}</pre>}
          <p>{said(refusal)}</p>
        </div>
      )}
      {current?.fault && <p className="bad" role="alert">{current.fault}</p>}
      {failing.length > 0 && (
        <div className="workshop-failing" role="status">
          <p>{t('workshop.failing', { n: failing.length })}</p>
          <ul>{failing.map((one) => <li key={one.case!.number}>{said(one)}</li>)}</ul>
          {!changed && <Button size="small" onClick={takeOver}>{t('workshop.takeOver')}</Button>}
        </div>
      )}
      {changed && (
        <div className="workshop-apply">
          <Button size="small" type="primary" disabled={!usable} onClick={apply} title={t('workshop.applyKey')}>{t('workshop.apply')}</Button>
          <Button size="small" onClick={drop}>{t('workshop.drop')}</Button>
          <span className="muted" role="status">{current === null ? t('workshop.trying') : refusal ? t('workshop.refused') : t('workshop.runs')}</span>
        </div>
      )}
      {changed && <p className="muted workshop-columns">{t('workshop.columns')} {columns.map((name) => <button key={name} type="button" className="mono" title={group.columns[name] ?? 'DOUBLE'} onClick={() => setTyped(`${text}${/\s$/.test(text) || text === '' ? '' : ' '}${name}`)}>{name}</button>)}</p>}
    </div>
  )
}, (a, b) => a.field === b.field && a.set === b.set && a.base === b.base && a.group.columns === b.group.columns && (['id', 'value', 'evidence', 'half_life_days', 'bands', 'missing', 'cases'] as const).every((part) => a.dimension[part] === b.dimension[part]))

/** Lines that a text takes, and one to write in. Ant Design's own measuring sets a style that the page's policy forbids. */
const rowsOf = (text: string): number => Math.min(10, Math.max(2, text.split('\n').reduce((rows, line) => rows + Math.max(1, Math.ceil(line.length / 70)), 0)))

/** The line of a character, and a mark below it. */
function placeOf(text: string, at: number): string {
  const before = text.slice(0, at - 1)
  const start = before.lastIndexOf('\n') + 1
  const end = text.indexOf('\n', start)
  const line = text.slice(start, end === -1 ? undefined : end)
  const column = at - 1 - start
  const cut = Math.max(0, column - 40)
  return `${cut > 0 ? '…' : ''}${line.slice(cut, column + 30)}\n${' '.repeat(column - cut + (cut > 0 ? 1 : 0))}^`
}
