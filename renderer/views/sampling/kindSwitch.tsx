import { Segmented } from 'antd'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { useRoute } from '../../app/route.ts'

/** One department's draw, or the joint inspection of several: two halves of the view, each with an address. */
export function KindSwitch(): ReactElement {
  const { t } = useTranslation()
  const { params, go } = useRoute()
  return (
    <Segmented
      size="small" aria-label={t('joint.kind')} value={params[0] === 'joint' ? 'joint' : 'single'} options={[{ value: 'single', label: t('joint.single') }, { value: 'joint', label: t('joint.joint') }]}
      onChange={(kind) => go('sampling', kind === 'joint' ? ['joint'] : [])}
    />
  )
}
