// Everything works without this; with it, some components say more (error summaries take focus, and so on).
import { initAll } from './built/govuk-frontend.min.js'

initAll()
