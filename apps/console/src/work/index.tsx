import { Navigate, Route, Routes } from 'react-router';
import { TaskPage } from '../tasks/task-page.js';
import { WorkList } from './work-list.js';

/** My work (待办): what one's unit must do now; tasks have their page here. */
const Work = () => (
  <Routes>
    <Route index element={<WorkList />} />
    <Route path="tasks/:id" element={<TaskPage />} />
    <Route path="*" element={<Navigate to="/work" replace />} />
  </Routes>
);
export default Work;
