import '@mantine/core/styles.layer.css'
import '@mantine/notifications/styles.layer.css'
import '@mantine/spotlight/styles.layer.css'
import './ui/theme/base.css'
import { createRoot } from 'react-dom/client'
import { App } from './app/app.tsx'
import { startI18n } from './i18n/i18n.ts'
import { detectLanguage, storedLanguage } from './i18n/languages.ts'
import { loadJapaneseFont } from './ui/theme/fonts.ts'

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no element with the id "root"')

await startI18n(detectLanguage(storedLanguage(), navigator.languages))
createRoot(root).render(<App />)
loadJapaneseFont()
