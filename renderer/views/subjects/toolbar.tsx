import { FilterOutlined, SearchOutlined } from '@ant-design/icons'
import { Button, Input } from 'antd'
import { useEffect, useRef, useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { tiers, type Tier } from '../../../shared/classes.ts'
import { useRoute } from '../../app/route.ts'
import { useSession } from '../../app/session.tsx'
import { useAnswer } from '../../app/useAnswer.ts'
import { formatNumber, formatPercent } from '../../components/format.ts'
import { chosenValues, without, withValues } from './chips.ts'

/** Search, the four tiers with how many pass, and what is to be seen. */
export function Toolbar({ panel, setPanel, chooser }: { panel: boolean; setPanel: (shown: boolean) => void; chooser: ReactElement }): ReactElement {
  const { t } = useTranslation()
  return (
    <div className="subjects-toolbar">
      <Button size="small" type={panel ? 'primary' : 'default'} ghost={panel} icon={<FilterOutlined />} aria-pressed={panel} onClick={() => setPanel(!panel)}>{t('subjects.panel')}</Button>
      <SearchBox />
      <TierCounts />
      <span className="subjects-spring" />
      {chooser}
    </div>
  )
}

/** Name, former name or code; the question is put when the typing pauses. */
function SearchBox(): ReactElement {
  const { t } = useTranslation()
  const { filter, setFilter } = useRoute()
  const chip = filter.find((one) => one.field === 'text' && one.op === 'contains')
  const asked = chip?.op === 'contains' ? chip.value : ''
  const [text, setText] = useState(asked)
  const put = useRef(asked)
  useEffect(() => {
    if (asked !== put.current) { // changed elsewhere: a chip taken off, back, forward
      put.current = asked
      setText(asked)
    }
  }, [asked])
  useEffect(() => {
    const wanted = text.trim()
    if (wanted === put.current) return undefined
    const pause = setTimeout(() => {
      put.current = wanted
      setFilter(wanted === '' ? without(filter, 'text') : [...without(filter, 'text'), { field: 'text', op: 'contains', value: wanted }])
    }, 250)
    return () => clearTimeout(pause)
  }, [text, filter, setFilter])
  return <Input size="small" className="subjects-search" prefix={<SearchOutlined />} allowClear value={text} maxLength={100} placeholder={t('subjects.search')} aria-label={t('subjects.search')} onChange={(event) => setText(event.target.value)} />
}

function TierCounts(): ReactElement | null {
  const { t } = useTranslation()
  const { language, workspace } = useSession()
  const { filter, setFilter } = useRoute()
  const { answer } = useAnswer('facet', workspace?.model ? { field: 'tier', filter: without(filter, 'tier') } : null, ['scores', 'records'], { keep: true })
  if (!answer) return null
  const counts = new Map(answer.map((one) => [one.value, one.count]))
  const all = answer.reduce((sum, one) => sum + one.count, 0)
  const chosen = chosenValues(filter, 'tier')
  const toggle = (tier: Tier): void => setFilter(withValues(filter, 'tier', chosen.includes(tier) ? chosen.filter((one) => one !== tier) : [...chosen, tier]))
  return (
    <div className="tier-toggles" role="group" aria-label={t('subjects.tiers')}>
      {tiers.map((tier) => {
        const count = counts.get(tier) ?? 0
        return (
          <button key={tier} type="button" className="tier-toggle" aria-pressed={chosen.includes(tier)} onClick={() => toggle(tier)} title={`${t(`domain.tiers.${tier}`)} · ${formatPercent(all === 0 ? null : count / all, language)}`}>
            <span className="tier-chip" data-tier={tier}>{tier}</span>
            <span>{formatNumber(count, language)}</span>
          </button>
        )
      })}
    </div>
  )
}
