const formula = /^[=+\-@\t\r\n＝＋－＠]/

/** A text cell for a spreadsheet: what it would take for a formula stands behind a '. Numbers are never passed here. */
export const inert = (text: string): string => (formula.test(text) ? `'${text}` : text)
