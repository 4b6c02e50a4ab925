import { demoEcho } from './demo-echo.ts'
import { http } from './http.ts'
import type { Preset } from './preset.ts'

/** The gallery, in its order. */
export const presets: readonly Preset[] = [http, demoEcho]
