import * as mask from '../../shared/mask.ts'

/**
 * What the screen hides by itself. In a workspace with operators the engine masks by role, so that whatever comes is meant to be seen; without
 * them nobody is told from anybody, and the screen shows no person in full.
 */
let byScreen = true

/** Told by the session whenever it learns who one is. */
export const maskOnScreen = (on: boolean): void => { byScreen = on }

export const maskPerson = (name: string): string => (byScreen ? mask.maskPerson(name) : name)
export const maskPhone = (phone: string): string => (byScreen ? mask.maskPhone(phone) : phone)
export const maskCell = (column: string, value: unknown, row: Record<string, unknown>): unknown => (byScreen ? mask.maskCell(column, value, row) : value)
