import '@mantine/core/styles.layer.css'
import '@mantine/notifications/styles.layer.css'
import '@mantine/spotlight/styles.layer.css'
import './ui/theme/base.css'
import { createRoot } from 'react-dom/client'
import { App } from './app/app.tsx'
import { startI18n } from './i18n/i18n.ts'
import { detectLocale, storedLocale } from './i18n/locales.ts'
import { loadJapaneseFont } from './ui/theme/load-japanese-font.ts'

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no element with the id "root"')

await startI18n(detectLocale(storedLocale(), navigator.languages))
createRoot(root).render(<App />)
loadJapaneseFont()
