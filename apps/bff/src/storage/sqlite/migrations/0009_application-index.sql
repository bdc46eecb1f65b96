DROP INDEX `office365_configurations_application`;--> statement-breakpoint
CREATE INDEX `office365_configurations_application` ON `office365_configurations` (`client_id`,`tenant_id`);