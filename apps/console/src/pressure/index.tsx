import '../marks/marks.css';
import '../marks/tables.css';
import './pressure.css';
import { Navigate, Route, Routes } from 'react-router';
import { ActPage } from './act/act-page.js';
import { LadderPage } from './ladder-page.js';
import { PressurePage } from './pressure-page.js';
import { WarningPage } from './warning-page.js';

/** Pressure (预警与升级): warnings, ladders and acts, and one of each with its whole life. */
export default function PressurePages() {
  return (
    <Routes>
      <Route index element={<PressurePage />} />
      <Route path="warnings/:id" element={<WarningPage />} />
      <Route path="ladders/:id" element={<LadderPage />} />
      <Route path="acts/:id" element={<ActPage />} />
      <Route path="*" element={<Navigate to="/pressure" replace />} />
    </Routes>
  );
}
