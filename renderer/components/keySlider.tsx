import { Slider, type SliderSingleProps } from 'antd'
import type { KeyboardEvent, ReactElement } from 'react'

type Shown = Pick<SliderSingleProps, 'disabled' | 'marks'>
/** One or several values on one line, each at most the next; `names` are their spoken names. */
export interface KeySliderOf extends Shown { names: readonly string[]; values: readonly number[]; min: number; max: number; step: number; onChange: (values: number[]) => void }

const page = 10

/**
 * A slider that is moved by mouse and by key: arrows make a step, page keys ten, Home and End go to the ends. The slider of the library sets a state after
 * each key, and keys that come faster than the page is idle (one held down, a slow machine) then count as an endless loop for React: it throws.
 */
export function KeySlider({ names, values, min, max, step, disabled, marks, onChange }: KeySliderOf): ReactElement {
  const move = (event: KeyboardEvent<HTMLElement>): void => {
    const handles = [...event.currentTarget.querySelectorAll('[role="slider"]')]
    const i = handles.indexOf(event.target as Element)
    if (i < 0 || disabled || event.ctrlKey || event.metaKey || event.altKey) return
    const [least, most] = [values[i - 1] ?? min, values[i + 1] ?? max]
    const way: Record<string, number> = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -page, PageUp: page, Home: -Infinity, End: Infinity }
    const steps = way[event.key]
    if (steps === undefined) return
    event.preventDefault()
    const stepped = Math.round(values[i]! / step + (Number.isFinite(steps) ? steps : 0)) * step
    const next = Number(Math.min(most, Math.max(least, Number.isFinite(steps) ? stepped : steps)).toFixed(10))
    if (next !== values[i]) onChange(values.map((value, j) => (j === i ? next : value)))
  }
  const common = { min, max, step, keyboard: false, tooltip: { open: false }, ...(disabled === undefined ? {} : { disabled }), ...(marks === undefined ? {} : { marks }) }
  return (
    <div className="key-slider" onKeyDown={move}>
      {values.length === 1
        ? <Slider {...common} value={values[0]!} ariaLabelForHandle={names[0]!} onChange={(value) => onChange([value])} />
        : <Slider {...common} range value={[...values]} ariaLabelForHandle={[...names]} onChange={onChange} />}
    </div>
  )
}
