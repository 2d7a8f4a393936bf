/** Where the console shows a record; null for kinds it has no page for. */
export const linkTo = (kind: string, id: string): string | null => {
  switch (kind) {
    case 'problem':
      return `/problems/${id}`;
    case 'task':
      return `/work/tasks/${id}`;
    case 'project':
      return `/funds/${id}`;
    case 'warning':
      return `/pressure/warnings/${id}`;
    case 'act':
      return `/pressure/acts/${id}`;
    case 'station':
      return `/monitoring/stations/${id}`;
    case 'section':
      return `/monitoring/sections/${id}`;
    case 'outlet':
      return `/monitoring/outlets/${id}`;
    case 'dispatch':
      return `/dispatch/${id}`;
    default:
      return null;
  }
};
