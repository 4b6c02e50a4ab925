import react from '@vitejs/plugin-react'
import { defineConfig, loadEnv } from 'vite'

const serverPaths = ['/api', '/health']

export default defineConfig(({ mode }) => {
  const { TABIJI_DEV_SERVER = 'http://127.0.0.1:3000' } = loadEnv(mode, import.meta.dirname, 'TABIJI_')
  return {
    root: import.meta.dirname,
    plugins: [react()],
    server: {
      host: '127.0.0.1',
      proxy: Object.fromEntries(serverPaths.map((path) => [path, { target: TABIJI_DEV_SERVER, changeOrigin: false }])),
    },
    build: {
      outDir: 'dist',
      target: 'es2023',
      // Fonts and pictures stay files: a data: URL would need a wider content security policy.
      assetsInlineLimit: 0,
      chunkSizeWarningLimit: 900,
      reportCompressedSize: false,
      rolldownOptions: {
        output: {
          // Without this, the first page has sixty small files, of which a browser fetches six at a time.
          codeSplitting: {
            groups: [
              {
                name: 'framework',
                priority: 2,
                test: /node_modules\/(react|react-dom|scheduler|@tanstack\/(react-router|react-query|query-core|router-core|history|react-store|store)|@trpc|i18next|react-i18next)\//,
              },
              {
                name: 'ui',
                priority: 1,
                minShareCount: 4,
                test: /node_modules\/(@mantine|@floating-ui|@tabler|clsx)|web\/src\/(ui|lib|i18n)\//,
              },
            ],
          },
        },
      },
    },
  }
})
