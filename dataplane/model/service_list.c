/*
 * service_list.c - which services AWS has, as far as is known
 *
 * Short names of services with interface endpoints (AWS PrivateLink Guide, "AWS
 * services that integrate with AWS PrivateLink").
 */

#include "dataplane/model/service_list.h"

#include <string.h>

#include "core/spell.h"

static const char *const services[] = { "access-analyzer", "account", "acm",
	"acm-pca", "airflow.api", "airflow.env", "airflow.ops", "amplify",
	"analytics-omics", "apigateway", "app-integrations", "appconfig",
	"appconfigdata", "application-autoscaling", "appmesh",
	"appmesh-envoy-management", "apprunner", "apprunner.requests",
	"appstream.api", "appstream.streaming", "appsync", "appsync-api", "aps",
	"aps-workspaces", "athena", "auditmanager", "autoscaling",
	"autoscaling-plans", "awsconnector", "b2bi", "backup", "backup-gateway",
	"batch", "bedrock", "bedrock-agent", "bedrock-agent-runtime",
	"bedrock-runtime", "billing", "billingconductor", "braket", "cassandra",
	"cleanrooms", "cloud-directory", "cloudcontrolapi", "cloudformation",
	"cloudhsmv2", "cloudtrail", "cloudtrail-data", "codeartifact.api",
	"codeartifact.repositories", "codebuild", "codecommit", "codedeploy",
	"codedeploy-commands-secure", "codeguru-profiler", "codeguru-reviewer",
	"codepipeline", "codestar-connections.api", "cognito-idp", "comprehend",
	"comprehendmedical", "compute-optimizer", "config", "connect-campaigns",
	"controlcatalog", "cost-optimization-hub", "databrew", "dataexchange",
	"datasync", "datazone", "deadline.management", "deadline.scheduling",
	"devicefarm", "devops-guru", "dms", "dms-fips", "drs", "ds", "dynamodb",
	"dynamodb-streams", "ebs", "ec2", "ec2messages", "ecr.api", "ecr.dkr",
	"ecs", "ecs-agent", "ecs-telemetry", "eks", "eks-auth",
	"elastic-inference.runtime", "elasticache", "elasticbeanstalk",
	"elasticbeanstalk-health", "elasticfilesystem", "elasticloadbalancing",
	"elasticmapreduce", "email-smtp", "emr-containers", "emr-serverless",
	"emrwal.prod", "entityresolution", "events", "evidently", "execute-api",
	"finspace", "finspace-api", "fis", "forecast", "forecastquery",
	"frauddetector", "freetier", "fsx", "geo.maps", "geo.metadata",
	"geo.places", "geo.routing", "git-codecommit", "glue", "glue.dashboard",
	"grafana", "grafana-workspace", "greengrass", "groundstation",
	"guardduty", "guardduty-data", "health", "healthlake", "iam",
	"identitystore", "imagebuilder", "inspector2", "inspector-scan",
	"internetmonitor", "invoicing", "iot.credentials", "iot.data",
	"iot.fleethub.api", "iotfleetwise", "iotroborunner", "iotsitewise.api",
	"iotsitewise.data", "iottwinmaker.api", "iottwinmaker.data",
	"iotwireless.api", "kafka", "kafkaconnect", "kendra", "kendra-ranking",
	"kinesis-firehose", "kinesis-streams", "kinesisanalytics", "kms",
	"lakeformation", "lambda", "launchwizard", "license-manager",
	"license-manager-user-subscriptions", "logs", "lookoutequipment",
	"lookoutmetrics", "lookoutvision", "m2", "macie2",
	"managedblockchain-query", "marketplacemetering", "mediaconnect",
	"medical-imaging", "memory-db", "memorydb-fips", "mgn",
	"migrationhub-orchestrator", "models-v2-lex", "monitoring",
	"neptune-graph", "network-firewall", "networkmonitor", "nimble",
	"notebook", "observabilityadmin", "organizations", "outposts",
	"panorama", "payment-cryptography.controlplane",
	"payment-cryptography.dataplane", "pca-connector-ad", "personalize",
	"personalize-events", "personalize-runtime", "pinpoint",
	"pinpoint-sms-voice-v2", "pipes", "pipes-data", "polly", "proton", "q",
	"qbusiness", "qldb.session", "quicksight-website", "ram", "rbin", "rds",
	"rds-data", "redshift", "redshift-data", "redshift-serverless",
	"rekognition", "resiliencehub", "resource-groups", "robomaker",
	"rolesanywhere", "route53", "route53resolver", "rum", "rum-dataplane",
	"runtime-medical-imaging", "runtime-v2-lex", "s3",
	"s3-global.accesspoint", "s3-outposts", "s3express", "s3tables",
	"sagemaker.api", "sagemaker.featurestore-runtime", "sagemaker.metrics",
	"sagemaker.runtime", "scheduler", "schemas", "secretsmanager",
	"securityhub", "securitylake", "servicecatalog",
	"servicecatalog-appregistry", "servicediscovery", "servicequotas",
	"signin", "simspaceweaver", "snow-device-management", "sns", "sqs",
	"ssm", "ssm-contacts", "ssm-incidents", "ssm-quicksetup", "ssmmessages",
	"sso", "states", "storagegateway", "streaming-rekognition", "sts",
	"studio", "support", "swf", "sync-states", "synthetics", "tagging",
	"textract", "timestream-influxdb", "tnb", "transcribe",
	"transcribestreaming", "transfer", "transfer.server", "translate",
	"trustedadvisor", "verifiedpermissions", "voiceid", "vpc-lattice",
	"wafv2", "wellarchitected", "wickr", "wisdom", "workmail", "workspaces",
	"xray" };

/* So short a name has too many neighbours. */
enum {
	NAMES = sizeof(services) / sizeof(services[0]),
	SHORTEST = 5,
	MISTAKES = 2
};

bool
service_list_knows(const char *name)
{
	for (size_t i = 0; i < NAMES; i++)
		if (strcmp(services[i], name) == 0)
			return true;
	return false;
}

const char *
service_list_meant(const char *name)
{
	const char *near = NULL;
	unsigned least = MISTAKES + 1;

	if (strlen(name) < SHORTEST || service_list_knows(name))
		return NULL;
	for (size_t i = 0; i < NAMES; i++) {
		unsigned d = spell_distance(name, services[i]);

		if (d < least) {
			least = d;
			near = services[i];
		}
	}
	return near;
}
