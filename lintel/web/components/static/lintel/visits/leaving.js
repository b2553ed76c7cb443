// Signing out wipes what this telephone keeps; what is not sent yet is asked about first.
import { all, forget, isPossible, whose } from './store.js'

for (const form of document.querySelectorAll('form[action$="/sign-out/"]')) {
  form.addEventListener('submit', async event => {
    if (!isPossible) return
    event.preventDefault()
    const owner = await whose().catch(() => null)
    if (owner && (await all(owner, 'visit').catch(() => [])).length) {
      window.location.assign('/visits/phone/?leaving')
      return
    }
    if (owner) await forget(owner).catch(() => {})
    form.submit()
  })
}
