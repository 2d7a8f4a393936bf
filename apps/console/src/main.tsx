import 'antd/dist/reset.css';
import './page.css';
import './list.css';
import './record.css';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { BrowserRouter } from 'react-router';
import { ApiProblem } from './api/client.js';
import { App } from './app.js';
import { startLanguages } from './i18n.js';

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      // A refusal does not change by asking again; a door that says "try later" may.
      retry: (count, why) => count < 4 && !(why instanceof ApiProblem && why.problem.status < 500),
      retryDelay: (attempt) => Math.min(500 * 2 ** attempt, 5_000),
    },
  },
});

await startLanguages();
createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <BrowserRouter>
        <App />
      </BrowserRouter>
    </QueryClientProvider>
  </StrictMode>,
);
