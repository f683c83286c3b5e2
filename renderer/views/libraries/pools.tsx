import { Button, Popconfirm } from 'antd'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { useRoute } from '../../app/route.ts'
import { useSession } from '../../app/session.tsx'
import { useAnswer } from '../../app/useAnswer.ts'
import { formatNumber, formatTime, unknown } from '../../components/format.ts'
import { Empty, ErrorState, Skeleton } from '../../components/states.tsx'

/** Subject pools with how many are in each now; a click shows its subjects. */
export function Pools(): ReactElement {
  const { t } = useTranslation()
  const { language, engine } = useSession()
  const { go } = useRoute()
  const { answer, error, again } = useAnswer('listPools', {}, ['pools', 'scores', 'records'], { keep: true })
  if (error !== null) return <ErrorState error={error} again={again} />
  if (!answer) return <Skeleton rows={10} />
  if (answer.length === 0) return <Empty title={t('libraries.noPools')} action={<Button type="primary" onClick={() => go('subjects')}>{t('libraries.toSubjects')}</Button>}>{t('libraries.noPoolsText')}</Empty>
  return (
    <section className="section libraries-rows">
      <div className="libraries-scroll">
        <table className="table table-rows">
          <thead><tr><th>{t('libraries.pool')}</th><th>{t('libraries.poolKind')}</th><th className="right">{t('libraries.subjects')}</th><th>{t('libraries.by')}</th><th>{t('libraries.at')}</th><th /></tr></thead>
          <tbody>
            {answer.map((one) => (
              <tr key={one.pool}>
                <td className="cut"><Button type="link" size="small" onClick={() => go('subjects', [], [{ field: 'pool', op: 'in', values: [String(one.pool)] }])}>{one.name}</Button></td>
                <td className="nowrap">{t(one.kind === 'list' ? 'pools.list' : 'pools.predicate')}</td>
                <td className="right">{formatNumber(one.subjects, language)}</td>
                <td className="nowrap">{one.author || unknown}</td>
                <td className="nowrap number">{formatTime(one.createdAt)}</td>
                <td><Popconfirm title={t('libraries.deletePoolAsk', { name: one.name })} okText={t('libraries.delete')} cancelText={t('shell.cancel')} onConfirm={() => void engine.deletePool({ pool: one.pool })}><Button size="small" type="text">{t('libraries.delete')}</Button></Popconfirm></td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}
