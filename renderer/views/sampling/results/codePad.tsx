import { useMemo, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { ResultCode } from '../../../../shared/contract.ts'
import { useSession } from '../../../app/session.tsx'
import { codeKeys, toggled } from './codeKeys.ts'

/** The codes of a table, each with its key; what was chosen is pressed in. */
export function CodePad({ codes, chosen, choose, disabled = false }: { codes: readonly ResultCode[]; chosen: readonly string[]; choose: (codes: string[]) => void; disabled?: boolean }): ReactElement {
  const { t } = useTranslation()
  const { language } = useSession()
  const keys = useMemo(() => codeKeys(codes), [codes])
  return (
    <div className="code-pad" role="group" aria-label={t('results.columns.codes')}>
      {codes.map((one) => (
        <button key={one.code} type="button" className="code-key" disabled={disabled} aria-pressed={chosen.includes(one.code)} data-problem={one.problem} onClick={() => choose(toggled(chosen, one.code, codes))}>
          <kbd>{keys.get(one.code)}</kbd><span>{language === 'en' ? one.en : one.zh}{one.code !== keys.get(one.code) && <span className="muted"> {one.code}</span>}</span>
        </button>
      ))}
    </div>
  )
}
