import { Input } from 'antd'
import { useState, type ReactElement } from 'react'

const written = /^\d{4}-\d{2}-\d{2}$/

/** A day as YYYY-MM-DD in every language; '' where none is told. What is no day is marked and not handed on. */
export function DayInput({ value, put, label, small = false, disabled = false, bad = false }: { value: string; put: (day: string) => void; label?: string; small?: boolean; disabled?: boolean; bad?: boolean }): ReactElement {
  const [typed, setTyped] = useState<string | null>(null)
  const text = typed ?? value
  const wrong = text !== '' && !(written.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`)))
  const take = (next: string): void => {
    const day = next.trim()
    const good = day === '' || (written.test(day) && !Number.isNaN(Date.parse(`${day}T00:00:00Z`)))
    setTyped(good ? null : next)
    if (good) put(day)
  }
  return <Input {...(small ? { size: 'small' as const } : {})} {...(label === undefined ? {} : { 'aria-label': label })} className="number day-input" value={text} disabled={disabled} status={wrong || bad ? 'error' : ''} placeholder="YYYY-MM-DD" maxLength={10} inputMode="numeric" onChange={(event) => take(event.target.value)} onBlur={() => { if (wrong) setTyped(null) }} />
}
