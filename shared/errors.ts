/**
 * An error that a person can act on. It crosses the wire as a value: `code` selects the sentence in the
 * locales, `params` fill it, `message` and `hint` are its English form for the command line and logs.
 */
export class MingchaError extends Error {
  readonly code: string
  readonly hint: string
  readonly params: Readonly<Record<string, string | number>>
  constructor(code: string, message: string, hint = '', params: Record<string, string | number> = {}) {
    super(message)
    this.name = 'MingchaError'
    this.code = code
    this.hint = hint
    this.params = params
  }
}

export interface ErrorValue { code: string; message: string; hint: string; params: Record<string, string | number> }

/** Any thrown thing as a value. What was not foreseen keeps its message under `internal`. */
export function toErrorValue(error: unknown): ErrorValue {
  if (error instanceof MingchaError) return { code: error.code, message: error.message, hint: error.hint, params: { ...error.params } }
  const message = error instanceof Error ? error.message : String(error)
  return { code: 'internal', message, hint: '', params: { detail: message } }
}

export const fromErrorValue = (value: ErrorValue): MingchaError => new MingchaError(value.code, value.message, value.hint, value.params)
