/** Times on the axis of a plot, in UTC. */

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
/** 1970-01-05 was a Monday. */
const MONDAY = 4 * DAY

const fixed = (length, offset = 0) => ({
  length,
  index: time => Math.floor((time - offset) / length),
  start: index => index * length + offset,
})

const months = count => ({
  length: count * 30 * DAY,
  index: time => {
    const date = new Date(time)
    return Math.floor((date.getUTCFullYear() * 12 + date.getUTCMonth()) / count)
  },
  start: index => new Date(0).setUTCFullYear(Math.floor(index * count / 12), index * count % 12),
})

/** What ticks may be apart, ascending. */
const STEPS = [
  ...[1, 10, 100].map(count => fixed(count)),
  ...[1, 5, 15, 30].map(count => fixed(count * SECOND)),
  ...[1, 5, 15, 30].map(count => fixed(count * MINUTE)),
  ...[1, 3, 6, 12].map(count => fixed(count * HOUR)),
  fixed(DAY),
  ...[7, 14].map(count => fixed(count * DAY, MONDAY)),
  ...[1, 2, 3, 6].map(months),
  ...[1, 2, 5, 10, 20, 50, 100, 1000].map(years => months(12 * years)),
]

/** For a single tick. */
const EXACT = fixed(SECOND)

/** How many characters of a date tell the ticks of a step apart. */
const dateParts = ({ length }) => length >= 360 * DAY ? 4 : length >= 28 * DAY ? 7 : 10

const date = time => new Date(time).toISOString().replace(/T.*/, '')

const clock = (time, step) =>
  new Date(time).toISOString().replace(/.*T/, '').slice(0, step.length < SECOND ? 12 : step.length < MINUTE ? 8 : 5)

/**
 * The ticks where the time passes a round value, at least `space` apart, the length of a date; times may fall, and jump between neighbours, as
 * over a night. Returns [{x, label}]; a label of two lines has the date, where it changes.
 */
export function timeTicks(xs, times, min, max, space) {
  const known = visible(xs, times, min, max)
  if (known.length === 0) return []
  const shortest = shortestDistance(known)
  for (const step of STEPS) {
    // Between neighbours that are further apart every step passes a round value.
    if (step.length * 1.1 < shortest) continue
    const needed = space * (dateParts(step) + 2) / 12
    const ticks = passed(known, step, min, max, (max - min) / needed)
    if (ticks?.length > 0) return labelled(apart(ticks, needed), step)
  }
  const [x, time] = known.find(([x]) => x >= min) ?? known[0]
  return labelled([{ x, time }], EXACT)
}

/** The points with a time, the nearest outside of the range included. */
function visible(xs, times, min, max) {
  let first = xs.findLastIndex(x => x < min)
  let last = xs.findIndex(x => x > max)
  first = first < 0 ? 0 : first
  last = last < 0 ? xs.length - 1 : last
  const known = []
  for (let i = first; i <= last; i++) {
    if (times[i] != null) known.push([xs[i], times[i]])
  }
  return known
}

function shortestDistance(known) {
  let shortest = Infinity
  for (let i = 1; i < known.length; i++) {
    const distance = Math.abs(known[i][1] - known[i - 1][1])
    if (distance > 0 && distance < shortest) shortest = distance
  }
  return shortest
}

/** Null if there are too many. */
function passed(known, step, min, max, most) {
  const ticks = []
  const add = (x, time) => {
    if (x >= min && x <= max) ticks.push({ x, time })
  }
  const [[firstX, firstTime]] = known
  if (step.start(step.index(firstTime)) === firstTime) add(firstX, firstTime)
  for (let i = 1; i < known.length; i++) {
    const [x0, t0] = known[i - 1]
    const [x1, t1] = known[i]
    if (step.index(t0) === step.index(t1)) continue
    const time = step.start(step.index(Math.max(t0, t1)))
    add(x0 + (x1 - x0) * (time - t0) / (t1 - t0), time)
    if (ticks.length > most) return null
  }
  return ticks
}

/** Of two ticks that are too close, the second stays if it starts a day. */
function apart(ticks, space) {
  const kept = []
  for (const tick of ticks) {
    if (kept.length === 0 || tick.x - kept.at(-1).x >= space) kept.push(tick)
    else if (tick.time % DAY === 0 && kept.at(-1).time % DAY !== 0) kept[kept.length - 1] = tick
  }
  return kept
}

function labelled(ticks, step) {
  if (step.length >= DAY) {
    return ticks.map(({ x, time }) => ({ x, label: date(time).slice(0, dateParts(step)) }))
  }
  let before = null
  return ticks.map(({ x, time }) => {
    const day = date(time)
    const label = day === before ? clock(time, step) : `${clock(time, step)}\n${day}`
    before = day
    return { x, label }
  })
}

/** An instant to read: without zero seconds, a date alone if it starts a day. */
export const instant = iso => iso.replace('T', ' ').replace(/(:00)?(\.000)?Z$/, '').replace(/ 00:00$/, '')
