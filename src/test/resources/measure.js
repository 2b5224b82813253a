/** What PageMeasurements asks of a page: when its content was first seen, and how long frames take meanwhile. */
window.measure = (() => {
  const deltas = []
  let seen = null
  let last = null
  let counting = false

  const frame = now => {
    if (counting && last != null) deltas.push(now - last)
    last = now
    requestAnimationFrame(frame)
  }
  requestAnimationFrame(frame)

  /** Behind the frame that shows what is there now. */
  const afterFrame = () => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))

  const observer = new MutationObserver(async () => {
    if (!document.querySelector('.canvas[data-drawn=true], #rows tr')) return
    observer.disconnect()
    seen = await afterFrame()
  })
  observer.observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ['data-drawn'] })

  return {
    /** Milliseconds from the opening of the page to the plot or the list; null where neither is there yet. */
    seen: () => seen,

    begin() {
      deltas.length = 0
      counting = true
    },

    /** The milliseconds between each frame and the one before. */
    end() {
      counting = false
      return [...deltas]
    },

    /** Milliseconds from a click to the frame that shows what `holds` wants. */
    async click(selector, holds) {
      const began = performance.now()
      document.querySelector(selector).click()
      while (!holds()) await new Promise(requestAnimationFrame)
      await afterFrame()
      return performance.now() - began
    },

    /** Milliseconds that the chart takes to draw so many points in three lines. */
    async draw(points) {
      const box = document.body.appendChild(document.createElement('div'))
      const row = Array.from({ length: points }, (_, i) => i)
      const lines = [0, 1, 2].map(line => row.map(i => Math.sin(i / 5000) * 50 + Math.sin(i * (line + 7)) * 5))
      const began = performance.now()
      const plot = new uPlot({
        width: 1200, height: 360, scales: { x: { time: false } },
        series: [{}, ...lines.map(() => ({ stroke: '#2456d6', points: { show: false } }))],
      }, [row, ...lines], box)
      await afterFrame()
      const took = performance.now() - began
      plot.destroy()
      box.remove()
      return took
    },
  }
})()
