-- Why a job failed, in both languages of the panel and in its terms: error_message speaks of the command line.

alter table jobs.job add column error_said jsonb;
