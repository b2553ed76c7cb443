// After signing out: wipes what the page before could not, because it was left before its scripts had come. A visit that
// is not sent yet stays, sealed, and is sent when whoever typed it signs in again.
import { all, forget, isPossible, whose } from './store.js'

const owner = isPossible ? await whose().catch(() => null) : null
if (owner && !(await all(owner, 'visit').catch(() => [null])).length) await forget(owner).catch(() => {})
