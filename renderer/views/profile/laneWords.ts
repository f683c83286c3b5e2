import { useTranslation } from 'react-i18next'
import { recordClasses } from '../../../shared/classes.ts'
import { useLabels } from '../../app/labels.ts'

/** The word of a lane: a record class, or what is no record. */
export function useLaneWords(): (lane: string) => string {
  const { t } = useTranslation()
  const labels = useLabels()
  return (lane) => ((recordClasses as readonly string[]).includes(lane) ? labels.recordClass(lane) : t(`standing.lanes.${lane}`))
}
