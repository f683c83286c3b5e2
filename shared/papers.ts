/** Papers of a joint inspection, one a visit, made from templates. */
export const paperKinds = ['notice', 'task', 'record', 'result'] as const
export type PaperKind = (typeof paperKinds)[number]
/** Notices of the review desk, one a case, made in the same way. */
export const noticeKinds = ['listing_notice', 'hearing_notice', 'listing_decision', 'removal_decision'] as const
export type NoticeKind = (typeof noticeKinds)[number]
/** Whatever has a template. */
export const templateKinds = [...paperKinds, ...noticeKinds] as const
export type TemplateKind = (typeof templateKinds)[number]
/** Lists over all its visits: by visit, and by officer. */
export const paperLists = ['visits', 'duty'] as const
export type PaperList = (typeof paperLists)[number]

/** A place that a template may name, written {name}. */
export interface PaperField {
  name: string
  meaningZh: string
  meaningEn: string
  /** The list within which alone it means something; null: the visit as a whole. */
  list: string | null
  /** The same on all papers of an inspection: headers and footers may name it too. */
  anywhere: boolean
}

export interface PaperTemplate {
  paper: TemplateKind
  nameZh: string
  nameEn: string
  /** 0: the program's own, never replaced; its number stands also for the program's own taken up again. */
  version: number
  /** true: the bureau's; false: the program's. */
  own: boolean
  /** File that brought it; '' the program's. */
  file: string
  sha256: string
  /** When it was taken into use, UTC, and by which account; null: the program's from the beginning. */
  changedAt: string | null
  changedBy: string
  fields: PaperField[]
  /** Names of lists, written {#list} … {/list}. */
  lists: { name: string; meaningZh: string; meaningEn: string }[]
  /** Fields and lists that it names nowhere. */
  unused: string[]
}
