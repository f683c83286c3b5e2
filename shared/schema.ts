import { z } from 'zod'

// Else zod tries `new Function` when the first schema is made, and the page's content security policy reports it.
z.config({ jitless: true })

export { z }
