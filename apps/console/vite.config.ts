import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig } from 'vite';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  // The vocabularies of the kernels (states, actions) come from their sources, as for the type checker.
  resolve: { conditions: ['repo-source', ...defaultClientConditions] },
  build: {
    outDir: '../../dist/console',
    emptyOutDir: true,
    chunkSizeWarningLimit: 1_200,
    rolldownOptions: {
      output: {
        // Charts load with the pages that draw them; the library of widgets is one long-lived file.
        codeSplitting: {
          groups: [
            { name: 'charts', test: /node_modules[\\/](echarts|zrender)/ },
            { name: 'widgets', test: /node_modules[\\/](antd|@ant-design|@rc-component|react-dom)/ },
          ],
        },
      },
    },
  },
  server: { proxy: { '/api': 'http://127.0.0.1:7100', '/ops': 'http://127.0.0.1:7100' } },
});
