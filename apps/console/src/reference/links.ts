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
    // Records of the evidence chain that go by their subject and a date stand on the page of the subject.
    case 'section-month':
    case 'section-day':
      return `/monitoring/sections/${subjectOf(id)}`;
    case 'source-result':
      return linkToSubject('source', subjectOf(id));
    case 'plant-day':
      return linkToSubject('plant', subjectOf(id));
    case 'black-water':
    case 'black-water-sample':
      return linkToSubject('black-water', subjectOf(id));
    default:
      return null;
  }
};

const subjectOf = (id: string): string => id.slice(0, id.indexOf('~'));

/** Where the console shows what a warning or number is about; null where it has no page for it. */
export const linkToSubject = (kind: string, id: string): string | null => {
  switch (kind) {
    case 'source':
    case 'plant':
    case 'black-water':
      return `/monitoring/supply?${kind}=${encodeURIComponent(id)}`;
    case 'river':
    case 'basin':
      return `/monitoring/waters?by=${kind}&of=${encodeURIComponent(id)}`;
    default:
      return linkTo(kind, id);
  }
};
