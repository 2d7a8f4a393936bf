import { Navigate, Route, Routes } from 'react-router';
import { ProblemList } from './problem-list.js';
import { ProblemPage } from './detail/problem-page.js';

/** Problems (问题清单): the ledger as a list, and each problem on a page of its own. */
const Problems = () => (
  <Routes>
    <Route index element={<ProblemList />} />
    <Route path=":id" element={<ProblemPage />} />
    <Route path="*" element={<Navigate to="/problems" replace />} />
  </Routes>
);
export default Problems;
