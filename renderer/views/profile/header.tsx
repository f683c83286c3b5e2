import { ArrowLeftOutlined, CopyOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { Explanation, SubjectProfile } from '../../../shared/contract.ts'
import { useLabels } from '../../app/labels.ts'
import { useRoute } from '../../app/route.ts'
import { useSession } from '../../app/session.tsx'
import { formatCapital, formatDate, formatIndex, formatNumber, unknown } from '../../components/format.ts'
import { maskPerson, maskPhone } from '../../components/mask.ts'
import { TierChip } from '../../components/tier.tsx'
import { CodeParts } from './codeParts.tsx'

/** Who it is, and where it stands. */
export function Header({ subject, explanation }: { subject: SubjectProfile['subject']; explanation: Explanation | null }): ReactElement {
  const { t } = useTranslation()
  const { language } = useSession()
  const labels = useLabels()
  const { go } = useRoute()
  const code = subject.uscc ?? subject.localCode
  const facts: [string, string, string?][] = [
    [labels.field('region'), labels.value('region', subject.region, subject.regionName ?? undefined), subject.region ?? undefined],
    [labels.field('industry'), labels.value('industry', subject.industry)],
    [labels.field('type'), labels.value('type', subject.type)],
    [labels.field('status'), labels.value('status', subject.status)],
    [labels.field('established'), formatDate(subject.established)],
    [labels.field('capital_yuan'), formatCapital(subject.capitalYuan, language), subject.capitalYuan === null ? undefined : `¥${formatNumber(subject.capitalYuan, language)}`],
    [labels.field('registrar'), labels.value('registrar', subject.registrar)],
    [labels.field('legal_rep'), subject.legalRep ? maskPerson(subject.legalRep) : unknown],
    [t('profile.phone'), subject.phone ? maskPhone(subject.phone) : unknown],
    [t('profile.address'), subject.address ?? unknown],
  ]
  return (
    <header className="profile-head profile-box">
      <div className="profile-name">
        <Button type="link" size="small" className="profile-back" icon={<ArrowLeftOutlined />} onClick={() => (window.history.length > 1 ? window.history.back() : go('subjects'))}>{t('profile.back')}</Button>
        <h1>{subject.name}</h1>
        <div className="profile-codes">
          {code ? <><Copyable text={code} />{subject.code && <CodeParts check={subject.code} />}</> : <span className="muted">{t('profile.noCode')}</span>}
          {!subject.uscc && subject.localCode && <span className="muted">{t('profile.localCode')}</span>}
          {subject.formerNames.length > 0 && <span className="muted">{t('profile.formerNames', { names: subject.formerNames.join(labels.comma) })}</span>}
        </div>
      </div>
      {explanation && <Standing explanation={explanation} />}
      <dl className="profile-facts">
        {facts.map(([name, value, exact]) => <div key={name}><dt>{name}</dt><dd title={exact}>{value}</dd></div>)}
      </dl>
    </header>
  )
}

/** The index, the tier, and the one reason for the tier. A tier by veto cites its law, one by persons says who, until when, and what it would be without. */
function Standing({ explanation }: { explanation: Explanation }): ReactElement {
  const { t } = useTranslation()
  const { language } = useSession()
  const { veto, override } = explanation
  const vetoName = veto && (language === 'en' ? veto.nameEn : veto.nameZh)
  return (
    <div className="profile-standing">
      <div className="profile-index">
        <span className="muted">{t('profile.index')}</span>
        <b>{formatIndex(explanation.index, language)}</b>
      </div>
      <div>
        <TierChip tier={explanation.tier} named />
        <p className="profile-reason">
          {explanation.tierReason === 'veto' && veto && <>{t('profile.byVeto', { name: vetoName })}<br /><span className="muted">{t('profile.basis', { basis: veto.legalBasis })}</span></>}
          {explanation.tierReason === 'index' && t('profile.byIndex')}
          {override && (
            <>
              {t('overrides.stood', { author: override.override.author, second: override.override.confirmedBy, until: formatDate(override.override.expiresOn), reason: override.override.reason })}<br />
              <span className="muted">{t('profile.basis', { basis: override.override.ground })}<br />{t('overrides.without', { tier: override.tierWithout })} {veto && t('overrides.overVetoOf', { name: vetoName })}</span>
            </>
          )}
        </p>
        <p className="muted profile-run">{t('profile.run', { model: explanation.model, day: formatDate(explanation.asOf) })}</p>
      </div>
    </div>
  )
}

function Copyable({ text }: { text: string }): ReactElement {
  const { t } = useTranslation()
  const [copied, setCopied] = useState(false)
  return (
    <span className="profile-code mono">
      {text}
      <Button type="text" size="small" icon={<CopyOutlined />} aria-label={t('profile.copyCode')} onClick={() => void navigator.clipboard.writeText(text).then(() => setCopied(true))} />
      {copied && <span className="muted">{t('profile.copied')}</span>}
    </span>
  )
}
