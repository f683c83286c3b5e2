import { Popover } from 'antd'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { CodeCheck, CodePart } from '../../../shared/profile.ts'

/** Whether the code holds, in a word; what each of its parts says on a press. */
export function CodeParts({ check }: { check: CodeCheck }): ReactElement {
  const { t, i18n } = useTranslation()
  const verdict = check.kind === 'broken' ? check.wrong.map((one) => t('standing.code.broken', { ...one })).join(' · ') : t(`standing.code.${check.kind}`)
  const word = (key: string): string => (i18n.exists(key) ? t(key) : t('standing.unknownPart'))
  const meaning = ({ part, text, name }: CodePart): string => {
    if (part === 'authority') return word(`standing.authorities.${text}`)
    if (part === 'type') return word(`standing.types.${check.parts[0]!.text}${text}`)
    if (part === 'registrar') return name ?? t('standing.unknownPart')
    return ''
  }
  const mark = <span className={check.kind === 'uscc' ? 'code-good' : check.kind === 'broken' ? 'code-bad' : 'muted'}>{check.kind === 'uscc' ? '✓ ' : check.kind === 'broken' ? '✗ ' : ''}{verdict}</span>
  if (check.parts.length === 0) return mark
  const parts = (
    <dl className="code-parts">
      {check.parts.map((one) => <div key={one.part}><dt className="mono">{one.text}</dt><dd>{t(`standing.parts.${one.part}`)}{meaning(one) !== '' && <span className="muted"> · {meaning(one)}</span>}</dd></div>)}
    </dl>
  )
  return <Popover trigger={['click', 'hover', 'focus']} content={parts} placement="bottomLeft"><button type="button" className="code-verdict">{mark}</button></Popover>
}
