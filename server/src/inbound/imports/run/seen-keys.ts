/**
 * On which line of the file a key came first. Keeps 12 bytes a slot instead of the keys (24 to 48 MB for a million), so a
 * hit is a suspicion: whoever asks compares the rows.
 */
export type SeenKeys = {
  /** The earlier line that probably has this key; null when none has. */
  find(key: string): number | null
  add(key: string, line: number): void
}

export function createSeenKeys(initialSlots = 1 << 14): SeenKeys {
  let slots = initialSlots
  let high = new Uint32Array(slots)
  let low = new Uint32Array(slots)
  /** 0 marks a free slot; lines count from 1. */
  let lines = new Uint32Array(slots)
  let size = 0

  const slotOf = (h: number, l: number) => {
    let slot = l & (slots - 1)
    while (lines[slot] !== 0 && !(high[slot] === h && low[slot] === l)) slot = (slot + 1) & (slots - 1)
    return slot
  }
  const put = (h: number, l: number, line: number) => {
    const slot = slotOf(h, l)
    if (lines[slot] !== 0) return
    high[slot] = h
    low[slot] = l
    lines[slot] = line
    size++
  }
  const grow = () => {
    const [oldHigh, oldLow, oldLines] = [high, low, lines]
    slots *= 2
    high = new Uint32Array(slots)
    low = new Uint32Array(slots)
    lines = new Uint32Array(slots)
    size = 0
    for (let slot = 0; slot < oldLines.length; slot++)
      if (oldLines[slot] !== 0) put(oldHigh[slot]!, oldLow[slot]!, oldLines[slot]!)
  }

  return {
    find(key) {
      const line = lines[slotOf(hash(key, 0x811c9dc5), hash(key, 0x9747b28c))]!
      return line === 0 ? null : line
    },
    add(key, line) {
      if (size > slots / 2) grow()
      put(hash(key, 0x811c9dc5), hash(key, 0x9747b28c), line)
    },
  }
}

/** 32 bits of a text: multiply and rotate each unit, then mix as murmur3 ends. */
function hash(key: string, seed: number): number {
  let h = seed
  for (let index = 0; index < key.length; index++) {
    h = Math.imul(h ^ key.charCodeAt(index), 0x5bd1e995)
    h = (h << 13) | (h >>> 19)
  }
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}
