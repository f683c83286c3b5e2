import { config } from 'zod'

// Must run before any schema is made: zod would try whether it may compile code, and the page's policy would report that.
config({ jitless: true })
