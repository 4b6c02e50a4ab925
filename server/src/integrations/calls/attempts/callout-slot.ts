export const slotMs = 5 * 60 * 1000
