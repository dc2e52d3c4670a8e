using Weir.Tests.Support;
using Xunit;

[assembly: AssemblyFixture(typeof(PostgresEnd))]

namespace Weir.Tests.Support;

/// <summary>Ends the PostgreSQL of this run when all tests are over.</summary>
public sealed class PostgresEnd : IDisposable
{
    public void Dispose() => PostgresServer.End();
}
