import { Navigate, Route, Routes } from 'react-router';
import { FundsPage } from './funds-page.js';
import { ProjectPage } from './project-page.js';

/** Funds (资金): what was allocated and paid, which projects lag; each project with its book. */
const Funds = () => (
  <Routes>
    <Route index element={<FundsPage />} />
    <Route path=":id" element={<ProjectPage />} />
    <Route path="*" element={<Navigate to="/funds" replace />} />
  </Routes>
);
export default Funds;
