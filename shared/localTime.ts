const two = (part: number): string => String(part).padStart(2, '0')

/** YYYY-MM-DD by the clock of this machine. */
export const localDay = (at: Date): string => `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`

/** YYYY-MM-DD hh:mm by the clock of this machine. */
export const localMinute = (at: Date): string => `${localDay(at)} ${two(at.getHours())}:${two(at.getMinutes())}`
