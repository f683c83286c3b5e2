import type { CampaignChange } from '../../../../shared/contract.ts'
import { maskPerson } from '../../../components/mask.ts'

/** Words of a change: sentences with their places, departments by code, and how lists are joined. */
export interface ChangeNames {
  department: (code: string) => string
  comma: string
  semicolon: string
  say: (key: 'subject' | 'takenBy' | 'officer' | 'letIn' | 'most' | 'joins' | 'leaves', params: Record<string, string>) => string
}

/** What was changed, in a sentence; officers masked, each with the number that tells namesakes apart. */
export function changeWords(of: CampaignChange, { department, comma, semicolon, say }: ChangeNames): string {
  const person = (one: { officer: string; name: string }): string => `${maskPerson(one.name)} ${one.officer}`
  switch (of.kind) {
    case 'subject': {
      const taken = [...new Set(of.replacements.map((one) => one.id))].map((id) => {
        const own = of.replacements.filter((one) => one.id === id)
        return say('takenBy', { subject: own[0]!.name, departments: own.map((one) => department(one.department)).join(comma) })
      })
      return say('subject', { subject: of.subject.name, replacements: taken.join(semicolon) })
    }
    case 'officer': return say('officer', { subject: of.subject.name, department: department(of.department), before: person(of.before), after: person(of.after) })
    case 'companion': {
      const subjects = of.subjects.slice(0, 3).map((one) => one.name).join(comma)
      return say(of.leaves ? 'leaves' : 'joins', { who: `${of.library === 'expert' ? maskPerson(of.name) : of.name} ${of.companion}`, visits: String(of.subjects.length), subjects: of.subjects.length > 3 ? `${subjects}…` : subjects })
    }
    case 'relaxed': return [
      ...(of.officers.length > 0 ? [say('letIn', { department: department(of.department), officers: of.officers.map(person).join(comma) })] : []),
      ...(of.most !== null ? [say('most', { department: department(of.department), most: String(of.most) })] : []),
    ].join(semicolon)
  }
}
