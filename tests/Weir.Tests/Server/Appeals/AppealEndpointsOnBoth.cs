using Weir.Tests.Support;

namespace Weir.Tests.Server.Appeals;

public sealed class AppealEndpointsOnSqlite() : AppealEndpointsTests(StoreKind.Sqlite);

public sealed class AppealEndpointsOnPostgres() : AppealEndpointsTests(StoreKind.Postgres);
