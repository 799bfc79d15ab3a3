import { smartOdrExamples } from '../../libs/partners/src/smart-odr/smart-odr.examples.js';

/** Returns the body of an update whose text is a marker, by which its event can be found in the log. */
export const updateBody = (disputeId: string, marker: string): string =>
  JSON.stringify({ dispute: { ...smartOdrExamples.update.dispute, disputeId, update: marker } });
