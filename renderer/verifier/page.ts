import { tokens } from '../components/tokens.ts'
import { citizen as citizenEn } from '../locales/en/citizen.ts'
import { sampling as samplingEn } from '../locales/en/sampling.ts'
import { citizen as citizenZh } from '../locales/zh-CN/citizen.ts'
import { sampling as samplingZh } from '../locales/zh-CN/sampling.ts'
import type { Verification } from '../../shared/contract.ts'
import { verify } from '../../shared/verify/verify.ts'
import { lookUp, type DrawBundle } from './lookUp.ts'
import { means } from './means.ts'
import './verifier.css'

/** A page by itself: one file, no network, nothing kept. It shows what the bundle states, recomputes it, and says what it cannot know. */
interface CampaignBundle extends Omit<DrawBundle, 'frame' | 'drawn' | 'spares' | 'rules'> { draws: DrawBundle[]; officers: unknown[]; visits: unknown[]; rules: { name: string; parts: { department: string }[] } }
/** Bytes of a bundle that a browser takes: its text, some eight million members of a frame, must be one string. */
const largest = 400e6
interface Shown { file: string; /** Bytes. */ size: number; result: Verification | null; bundle: DrawBundle | CampaignBundle | null; asked: string }

let chinese = !navigator.language.startsWith('en')
let shown: Shown | null = null
const page = document.getElementById('page')!

const words = () => (chinese ? { citizen: citizenZh, sampling: samplingZh } : { citizen: citizenEn, sampling: samplingEn })
const fill = (text: string, values: Record<string, string | number>): string => text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(values[name] ?? ''))
const dark = matchMedia('(prefers-color-scheme: dark)')
function paint(): void {
  const { surface, ground, line, muted, ink, accent, onAccent, good, bad } = tokens[dark.matches ? 'dark' : 'light']
  for (const [name, colour] of Object.entries({ surface, ground, line, muted, ink, accent, 'on-accent': onAccent, good, bad })) document.documentElement.style.setProperty(`--${name}`, colour)
}
dark.addEventListener('change', paint)

const figure = (n: number): string => n.toLocaleString(chinese ? 'zh-CN' : 'en-GB')
const time = (iso: string | undefined): string => (iso === undefined ? '' : new Date(iso).toLocaleString(chinese ? 'zh-CN' : 'en-GB'))

type Child = Node | string | null
function make<K extends keyof HTMLElementTagNameMap>(name: K, attributes: Record<string, string>, ...children: Child[]): HTMLElementTagNameMap[K] {
  const node = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value)
  node.append(...children.filter((one) => one !== null))
  return node
}

async function open(file: File | undefined): Promise<void> {
  if (!file) return
  const mine: Shown = { file: file.name, size: file.size, result: null, bundle: null, asked: '' }
  shown = mine
  draw()
  if (file.size > largest) return
  await means.breath()
  const bytes = new Uint8Array(await file.arrayBuffer())
  const result = await verify(means, bytes)
  if (shown !== mine) return
  shown = { ...mine, result, bundle: result.checks.some((one) => one.name.endsWith('format') && !one.ok) || !result.checks.some((one) => one.name.endsWith('format')) ? null : (JSON.parse(means.decode(bytes)) as DrawBundle) }
  draw()
}

const isCampaign = (bundle: DrawBundle | CampaignBundle): bundle is CampaignBundle => 'draws' in bundle

function draw(): void {
  const { citizen: t } = words()
  document.documentElement.lang = chinese ? 'zh-CN' : 'en'
  document.title = t.title
  const language = make('button', { type: 'button', class: 'plain' }, chinese ? 'English' : '中文') // as each language calls itself
  language.onclick = () => { chinese = !chinese; draw() }
  page.replaceChildren(
    make('header', {}, make('h1', {}, t.title), make('span', { class: 'muted' }, t.product), language),
    make('main', {}, chooser(), ...(shown === null ? [about()] : shown.size > largest ? [make('p', { class: 'working bad', role: 'alert' }, fill(t.tooLarge, { size: figure(Math.round(shown.size / 1e6)), file: shown.file }))] : shown.result === null ? [make('p', { class: 'working', role: 'status' }, t.working)] : [verdict(shown.result), ...(shown.bundle ? [facts(shown.bundle), asking(shown.bundle)] : []), steps(shown.result), limits()])),
  )
}

function chooser(): HTMLElement {
  const { citizen: t } = words()
  const input = make('input', { type: 'file', accept: '.json,application/json', 'aria-label': t.choose })
  input.hidden = true
  input.onchange = () => void open(input.files?.[0])
  const button = make('button', { type: 'button', class: 'primary' }, shown === null ? t.choose : t.other)
  button.onclick = () => input.click()
  const place = make('section', { class: shown === null ? 'drop' : 'drop small' }, ...(shown === null ? [make('p', {}, t.lead), make('p', {}, t.drop)] : [make('span', { class: 'mono' }, shown.file)]), button, input)
  return place
}

const about = (): HTMLElement => make('section', {}, make('h2', {}, words().citizen.how), make('p', {}, words().citizen.howText))

function verdict({ ok, checks }: Verification): HTMLElement {
  const { citizen: t } = words()
  const failed = checks.filter((one) => !one.ok).length
  const rehearsal = shown?.bundle?.seed.rehearsal === true
  return make('section', { class: ok ? 'verdict good' : 'verdict bad', role: 'status' }, make('p', {}, `${ok ? '✓' : '✗'} ${fill(ok ? t.verified : t.refuted, { failed, checks: checks.length })}`), rehearsal ? make('p', { class: 'bad' }, t.rehearsal) : null)
}

function facts(bundle: DrawBundle | CampaignBundle): HTMLElement {
  const { citizen: t } = words()
  const members = isCampaign(bundle) ? Math.max(...bundle.draws.map((one) => one.frame.length)) : bundle.frame.length
  const drawn = isCampaign(bundle) ? bundle.draws.reduce((sum, one) => sum + one.drawn.length, 0) : bundle.drawn.length
  const rows: [string, string, string?][] = [
    [t.name, bundle.rules.name], [t.commitment, bundle.commitment, 'mono'], [t.committedAt, time(bundle.log[0]?.at)], [t.seed, bundle.seed.canonical, 'mono'], [t.drawnAt, time(bundle.log[1]?.at)],
    [t.witnesses, bundle.witnesses.join('、') || '–'], [t.frame, fill(t.members, { count: figure(members) })], [t.drawn, fill(t.members, { count: figure(drawn) })],
    ...(isCampaign(bundle) ? [[t.visits, figure(bundle.visits.length)], [t.officers, fill(t.people, { count: figure(bundle.officers.length) })]] as [string, string][] : []),
  ]
  return make('section', {}, make('h2', {}, t.facts), make('dl', {}, ...rows.flatMap(([name, value, style]) => [make('dt', {}, name), make('dd', { class: style ?? '' }, value)])))
}

function asking(bundle: DrawBundle | CampaignBundle): HTMLElement {
  const { citizen: t } = words()
  const input = make('input', { type: 'text', id: 'asked', autocomplete: 'off', spellcheck: 'false', value: shown!.asked })
  const answer = make('div', { role: 'status', class: 'answer' })
  const form = make('form', {}, make('label', { for: 'asked' }, t.askLabel), input, make('button', { type: 'submit' }, t.askStart))
  const tell = (): void => {
    const asked = shown!.asked
    answer.replaceChildren(...(asked === '' ? [] : (isCampaign(bundle) ? bundle.draws : [bundle]).map((one, i) => {
      const found = lookUp(means, one, asked)
      const title = isCampaign(bundle) ? `${fill(t.group, { number: i + 1, department: bundle.rules.parts[i]?.department ?? '' })}: ` : ''
      if (!found) return make('p', {}, title + t.absent)
      const why = found.role === 'drawn' ? t.isDrawn : found.role === 'spare' ? t.isSpare : t.notDrawn
      return make('p', {}, title, fill(t.inFrame, { stratum: found.stratum, ticket: found.ticket, position: figure(found.position) }), ' ', make('strong', {}, fill(why, { rank: figure(found.rank), count: figure(found.count), bound: found.bound })))
    })))
  }
  form.onsubmit = (event) => {
    event.preventDefault()
    shown!.asked = input.value.normalize('NFKC').trim().toUpperCase()
    tell()
  }
  tell()
  return make('section', {}, make('h2', {}, t.ask), make('p', { class: 'muted' }, t.askText), form, answer)
}

function steps({ checks }: Verification): HTMLElement {
  const { citizen: t, sampling } = words()
  const names: Record<string, string> = { ...sampling.checks, ...t.checks }
  const groups = new Map<string, Verification['checks']>()
  for (const one of checks) {
    const [, number, name] = /^draw (\d+): (.*)$/.exec(one.name) ?? [null, '', one.name]
    groups.set(number!, [...(groups.get(number!) ?? []), { ...one, name: name! }])
  }
  const bundle = shown?.bundle
  const title = (number: string): string => (number === '' ? t.whole : fill(t.group, { number, department: bundle && isCampaign(bundle) ? (bundle.rules.parts[Number(number) - 1]?.department ?? '') : '' }))
  return make('section', {}, make('h2', {}, t.steps), ...[...groups].flatMap(([number, all]) => [
    ...(groups.size > 1 ? [make('h3', {}, title(number))] : []),
    make('table', {}, make('tbody', {}, ...all.map((one) => make('tr', {}, make('td', { class: one.ok ? 'good' : 'bad', 'aria-label': one.ok ? sampling.ok : sampling.notOk }, one.ok ? '✓' : '✗'), make('th', { scope: 'row' }, names[one.name] ?? one.name), make('td', { class: 'detail' }, one.detail))))),
  ]))
}

function limits(): HTMLElement {
  const { citizen: t } = words()
  return make('section', {}, make('h2', {}, t.limits), make('ul', {}, ...[t.limit1, t.limit2, t.limit3].map((text) => make('li', {}, text))))
}

document.addEventListener('dragover', (event) => { event.preventDefault(); page.dataset['over'] = 'true' })
document.addEventListener('dragleave', () => { delete page.dataset['over'] })
document.addEventListener('drop', (event) => {
  event.preventDefault()
  delete page.dataset['over']
  void open(event.dataTransfer?.files[0])
})
paint()
draw()
