/** Functions that every view needs. */

export const byId = id => document.getElementById(id)

/** An element; attributes that are false or null are left out, `on…` are listeners, children may be text. */
export function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value)
    else if (value === true) node.setAttribute(name, '')
    else if (value !== false && value != null) node.setAttribute(name, value)
  }
  node.append(...children.filter(child => child != null))
  return node
}

/** An element of an SVG image. */
export function svg(tag, attributes, ...children) {
  const node = document.createElementNS('http://www.w3.org/2000/svg', tag)
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value)
  node.append(...children)
  return node
}

export const icon = name =>
  svg('svg', { class: 'icon', 'aria-hidden': 'true' }, svg('use', { href: `/assets/icons.svg#${name}` }))

export function iconButton(name, label, onclick) {
  return element('button', { class: 'plain', 'aria-label': label, title: label, onclick }, icon(name))
}

/** Leaves the node alone if nothing changes, so that a selection in it survives. */
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text
}

export function show(node, shown = true) {
  if (node.hidden === shown) node.hidden = !shown
}

/** Term and value pairs of a description list; pairs without a value are left out. */
export function fillFacts(list, facts) {
  const entries = facts.filter(([, value]) => value != null && value !== '')
  list.replaceChildren(...entries.map(([term, value]) =>
    element('div', {}, element('dt', {}, term), element('dd', {}, value))))
}

/** Announces a text to screen readers. */
export function announce(text) {
  byId('announce').textContent = text
}

export function toast(text, bad = false) {
  const note = element('p', { class: bad ? 'toast bad' : 'toast', role: bad ? 'alert' : 'status' }, text)
  byId('toasts').append(note)
  setTimeout(() => note.remove(), bad ? 8000 : 4000)
}

/** Asks for confirmation before something that cannot be undone. */
export function confirmed(question, verb) {
  const dialog = byId('confirm')
  byId('confirm-question').textContent = question
  byId('confirm-yes').textContent = verb
  dialog.returnValue = 'no'
  dialog.showModal()
  return new Promise(resolve =>
    dialog.addEventListener('close', () => resolve(dialog.returnValue === 'yes'), { once: true }))
}

/**
 * Calls `refresh` periodically, `pause()` milliseconds apart, while the page is visible; a null pause ends it. While the
 * service does not respond, the page says so.
 */
export function watch(refresh, pause) {
  let timer
  let refreshing = false
  let again = false
  const poll = async () => {
    clearTimeout(timer)
    if (refreshing) {
      again = true
      return
    }
    refreshing = true
    let next = 3000
    try {
      await refresh()
      show(byId('offline'), false)
      next = pause()
    } catch (problem) {
      if (problem.status) toast(problem.message, true)
      show(byId('offline'), !problem.status)
    }
    refreshing = false
    if (again) {
      again = false
      poll()
    } else if (next != null && document.visibilityState === 'visible') {
      timer = setTimeout(poll, next)
    }
  }
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible' && pause() != null) poll()
  })
  poll()
  return poll
}
