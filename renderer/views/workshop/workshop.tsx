import { type ReactElement } from 'react'
import { useRoute } from '../../app/route.ts'
import { Editor } from './editor.tsx'
import { Models } from './models.tsx'
import './workshop.css'

/** Models: the list of them, or one draft on the bench (`#/workshop/3/penalty.count_2y`). */
export default function Workshop(): ReactElement {
  const { params: [draft, chosen] } = useRoute()
  const number = Number(draft)
  return Number.isInteger(number) && number > 0 ? <Editor key={number} draft={number} chosen={chosen ?? ''} /> : <Models />
}
