/** Formats numbers and times. */

const whole = new Intl.NumberFormat('en-US')
const compact = new Intl.NumberFormat('en-US', { notation: 'compact', maximumFractionDigits: 1 })
const clock = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium', timeZone: 'UTC' })

export const count = number => whole.format(number)
export const short = number => compact.format(number)
export const percent = fraction => `${Math.floor(fraction * 100)} %`
export const time = iso => `${clock.format(new Date(iso))} UTC`

export function bytes(size) {
  if (size < 1000) return `${size} B`
  const units = ['kB', 'MB', 'GB', 'TB']
  let unit = -1
  do {
    size /= 1000
    unit++
  } while (size >= 1000 && unit < units.length - 1)
  return `${size < 10 ? size.toFixed(1) : Math.round(size)} ${units[unit]}`
}

export function duration(seconds) {
  if (seconds < 1) return `${Math.round(seconds * 1000)} ms`
  if (seconds < 60) return `${seconds.toFixed(1)} s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return `${minutes} min ${Math.floor(seconds % 60)} s`
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

export function age(iso) {
  const seconds = Math.max(0, (Date.now() - new Date(iso)) / 1000)
  if (seconds < 60) return `${Math.floor(seconds)} s`
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`
  if (seconds < 86400) return `${Math.floor(seconds / 3600)} h`
  return `${Math.floor(seconds / 86400)} d`
}

/** With as many decimals as metrics.json has; a parsed number loses its trailing zeros. */
export function value(run) {
  return run.config.decimals == null ? String(run.result.value) : run.result.value.toFixed(run.config.decimals)
}

/** Rows per second of a run; null if unknown. */
export function speed(run) {
  if (run.progress) return run.progress.rowsPerSecond
  return run.result && run.timings.durationSeconds ? run.result.rows / run.timings.durationSeconds : null
}
