import '../marks/marks.css';
import '../marks/tables.css';
import './dispatch.css';
import { Navigate, Route, Routes } from 'react-router';
import { SheetList } from './sheet-list.js';
import { SheetPage } from './sheet-page.js';

/** Weekly dispatch (周调度): all sheets, and one with its rows. */
export default function DispatchPages() {
  return (
    <Routes>
      <Route index element={<SheetList />} />
      <Route path=":id" element={<SheetPage />} />
      <Route path="*" element={<Navigate to="/dispatch" replace />} />
    </Routes>
  );
}
