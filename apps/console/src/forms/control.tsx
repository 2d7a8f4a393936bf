import { DateInput, DateTimeInput } from './date-controls.js';
import { FilesInput } from './files-control.js';
import type { FormField } from './form-context.js';
import { MilestoneInput, PeopleInput, PostInput, ProblemInput, UnitInput, UnitsInput } from './reference-controls.js';
import { GoalResultsInput, MeasureResultsInput } from './result-controls.js';
import { GoalsInput, MeasuresInput, MilestonesInput, SurveyInput, SweepInput } from './row-controls.js';
import {
  BooleanInput,
  ChoiceInput,
  ChoicesInput,
  DecimalInput,
  IntegerInput,
  LongTextInput,
  TextInput,
  TextsInput,
  VocabularyInput,
} from './simple-controls.js';

/** Fields whose values are items of the pack, whatever the control they are described with. */
const FROM_PACK: Readonly<Record<string, 'categories' | 'sources' | undefined>> = {
  category: 'categories',
  source: 'sources',
};

/** The input that the owner of the record asks for; value and change come from the form around it. */
export const Control = ({ field, ...props }: { readonly field: FormField }) => {
  const { control, choices = [], required: isRequired, name } = field;
  const list = FROM_PACK[name];
  if (list && choices.length === 0) return <VocabularyInput list={list} isRequired={isRequired} {...props} />;
  switch (control) {
    case 'text':
      return <TextInput maxLength={200} {...props} />;
    case 'long-text':
      return <LongTextInput {...props} />;
    case 'date':
      return <DateInput {...props} />;
    case 'datetime':
      return <DateTimeInput {...props} />;
    case 'integer':
      return <IntegerInput {...props} />;
    case 'decimal':
      return <DecimalInput {...props} />;
    case 'boolean':
      return <BooleanInput isRequired={isRequired} {...props} />;
    case 'choice':
      return <ChoiceInput choices={choices} isRequired={isRequired} {...props} />;
    case 'choices':
      return <ChoicesInput choices={choices} {...props} />;
    case 'unit':
      return <UnitInput isRequired={isRequired} {...props} />;
    case 'units':
      return <UnitsInput {...props} />;
    case 'post':
      return <PostInput isRequired={isRequired} {...props} />;
    case 'people':
      return <PeopleInput {...props} />;
    case 'problem':
      return <ProblemInput {...props} />;
    case 'files':
      return <FilesInput {...props} />;
    case 'texts':
      return <TextsInput {...props} />;
    case 'milestone':
      return <MilestoneInput isRequired={isRequired} {...props} />;
    case 'milestones':
      return <MilestonesInput {...props} />;
    case 'measures':
      return <MeasuresInput {...props} />;
    case 'goals':
      return <GoalsInput {...props} />;
    case 'measure-results':
      return <MeasureResultsInput {...props} />;
    case 'goal-results':
      return <GoalResultsInput {...props} />;
    case 'survey':
      return <SurveyInput {...props} />;
    case 'sweep':
      return <SweepInput {...props} />;
    // The page of acts draws these itself, from what the act says.
    case 'posts':
    case 'values':
      return null;
  }
};
