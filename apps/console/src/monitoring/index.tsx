import '../marks/marks.css';
import '../marks/tables.css';
import './monitoring.css';
import { Navigate, Route, Routes } from 'react-router';
import { ComparePage } from './compare/compare-page.js';
import { CoveragePage } from './coverage/coverage-page.js';
import { DevicePage } from './devices/device-page.js';
import { FaultsPage } from './faults/faults-page.js';
import { DevicesPage } from './devices/devices-page.js';
import { OutletPage } from './outlets/outlet-page.js';
import { NowPage } from './now/now-page.js';
import { IndicatorsPage } from './indicators/indicators-page.js';
import { SectionPage } from './waters/section-page.js';
import { ImportsPage } from './imports/imports-page.js';
import { ReviewPage } from './review/review-page.js';
import { TargetPage } from './targets/target-page.js';
import { TargetsPage } from './targets/targets-page.js';
import { StationPage } from './stations/station-page.js';
import { SupplyPage } from './supply/supply-page.js';
import { WatersPage } from './waters/waters-page.js';

/** Monitoring (监测): what stations and sections show now, each over time, what is missing, and how the devices are doing. */
const Monitoring = () => (
  <Routes>
    <Route index element={<NowPage />} />
    <Route path="stations/:id" element={<StationPage />} />
    <Route path="sections/:id" element={<SectionPage />} />
    <Route path="outlets/:id" element={<OutletPage />} />
    <Route path="targets" element={<TargetsPage />} />
    <Route path="targets/:id" element={<TargetPage />} />
    <Route path="indicators" element={<IndicatorsPage />} />
    <Route path="review" element={<ReviewPage />} />
    <Route path="waters" element={<WatersPage />} />
    <Route path="supply" element={<SupplyPage />} />
    <Route path="compare" element={<ComparePage />} />
    <Route path="coverage" element={<CoveragePage />} />
    <Route path="devices" element={<DevicesPage />} />
    <Route path="devices/:id" element={<DevicePage />} />
    <Route path="faults" element={<FaultsPage />} />
    <Route path="imports" element={<ImportsPage />} />
    <Route path="*" element={<Navigate to="/monitoring" replace />} />
  </Routes>
);
export default Monitoring;
