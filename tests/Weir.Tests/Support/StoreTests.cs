using Weir.Storage;

namespace Weir.Tests.Support;

/// <summary>
/// Tests that run on both databases: the test class is abstract and has two derivations, <c>XOnSqlite</c> and <c>XOnPostgres</c>, which
/// only name the kind. Each test has a store of its own.
/// </summary>
public abstract class StoreTests : IDisposable
{
    private protected StoreTests(StoreKind kind)
    {
        Kind = kind;
        Place = new TempDatabase(kind);
        Store = Place.Open(Time);
    }

    private protected StoreKind Kind { get; }

    private protected TempDatabase Place { get; }

    private protected FakeTime Time { get; } = new();

    private protected WeirStore Store { get; }

    public void Dispose()
    {
        Store.Dispose();
        Place.Dispose();
        GC.SuppressFinalize(this);
    }
}
