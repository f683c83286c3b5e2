import { createRoot } from 'react-dom/client'
import { connectHost } from '../host/host.ts'
import { applyTokens, carryNonce } from '../components/tokens.ts'
import { App, Refused } from './app.tsx'
import { startLanguage } from './language.ts'
import { firstTheme } from './session.tsx'
import './shell.css'

carryNonce()
applyTokens(firstTheme())
startLanguage()
const root = createRoot(document.getElementById('root')!)
connectHost().then(
  (host) => root.render(<App host={host} />),
  (error: unknown) => root.render(<Refused error={error} />),
)
