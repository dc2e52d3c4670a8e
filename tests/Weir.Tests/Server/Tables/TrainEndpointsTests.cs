using System.Text.Json;
using Weir.Pipeline.Tables.Training;
using Weir.Server.Tables;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Server.Tables;

public abstract class TrainEndpointsTests(StoreKind kind)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_training_is_accepted_tells_how_it_goes_and_ends_with_a_champion()
    {
        await using var tables = await TablesUnderTest.Start(kind);
        await tables.Board();
        using var answer = await tables.Client.PostAsync("/train", null, Ct);
        Assert.Equal(202, (int)answer.StatusCode);
        var begun = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Ct)).RootElement;
        Assert.Equal(begun.GetProperty("statusUrl").GetString(), answer.Headers.Location!.ToString());
        var done = await tables.Until(begun.GetProperty("id").GetInt64());
        Assert.Equal("done", done.GetProperty("state").GetString());
        Assert.StartsWith("table-board-", done.GetProperty("version").GetString());
        Assert.Equal(tables.Server.Store.Models.On(tables.Server.Store.Tables.Find("board")!.ChannelNumber).Champion()!.Version, done.GetProperty("version").GetString());
        Assert.Equal(["rows", "split", "search", "fit", "judge"], done.GetProperty("lines").EnumerateArray().Select(line => line.GetProperty("stage").GetString()).Distinct().Take(5));
        Assert.StartsWith("boosting (trees 40), mean figure 0.", done.GetProperty("best").GetString());
        Assert.True(done.GetProperty("tried").GetInt32() > 0 && done.GetProperty("tried").GetInt32() <= done.GetProperty("total").GetInt32());
        Assert.Contains(tables.Server.Store.Audit.Recent(20), entry => entry.Action == "table.train" && entry.Subject == "board" && entry.Actor.StartsWith("key:", StringComparison.Ordinal));
        Assert.Single((await tables.Get("/v1/tables/board/trainings")).Body.GetProperty("items").EnumerateArray());
        var again = await tables.Until((await tables.Train(json: """{"channel":"table:board"}""")).Body.GetProperty("id").GetInt64());
        Assert.Equal("skipped", again.GetProperty("state").GetString());
        Assert.StartsWith("Nothing new since table-board-", again.GetProperty("outcome").GetString());
        Assert.Equal(2, (await tables.Get("/v1/trainings")).Body.GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task One_training_runs_at_a_time_and_can_be_cancelled()
    {
        using var gate = new ManualResetEventSlim();
        await using var tables = await TablesUnderTest.Start(kind, Waiting(gate));
        await tables.Board();
        var (status, first) = await tables.Train();
        Assert.Equal(202, status);
        var id = first.GetProperty("id").GetInt64();
        var (busy, why) = await tables.Train();
        Assert.Equal(409, busy);
        Assert.Contains($"POST /v1/trainings/{id}/cancel", why.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(202, (await tables.Send(HttpMethod.Post, $"/v1/trainings/{id}/cancel")).Status);
        gate.Set();
        var done = await tables.Until(id);
        Assert.Equal("cancelled", done.GetProperty("state").GetString());
        Assert.Equal(409, (await tables.Send(HttpMethod.Post, $"/v1/trainings/{id}/cancel")).Status);
        var channel = tables.Server.Store.Tables.Find("board")!.ChannelNumber;
        Assert.Empty(tables.Server.Store.Models.On(channel).All());
        // Else the loop would go on with it.
        Assert.Null(tables.Server.Store.Cycles.On(channel).Unfinished());
    }

    [Fact]
    public async Task A_cycle_elsewhere_is_waited_for()
    {
        await using var tables = await TablesUnderTest.Start(kind);
        await tables.Board();
        var cycle = tables.Server.Store.Cycles.On(tables.Server.Store.Tables.Find("board")!.ChannelNumber).Begin();
        await using (new FileStream(Path.Combine(tables.Server.Store.DataDirectory, "cycle.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None))
        {
            var (status, problem) = await tables.Train();
            Assert.Equal(409, status);
            Assert.StartsWith(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"A training of table:board runs since {cycle.StartedAt:HH:mm} UTC ({cycle.Name}), "), problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
            Assert.Contains("try again when it is done", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_server_that_stops_ends_its_training()
    {
        TableTrainings trainings;
        await using (var tables = await TablesUnderTest.Start(kind, quick => quick with { Candidates = features => [.. Enumerable.Repeat(quick.Candidates(features)[0], 5000)] }))
        {
            await tables.Board();
            await tables.Train();
            trainings = tables.Server.Part<TableTrainings>();
            Assert.NotNull(trainings.Running);
        }

        Assert.Equal(TrainingState.Cancelled, Assert.Single(trainings.Latest()).State);
    }

    // The first fit waits until the test has seen what it wants.
    private static Func<TableTrainingParameters, TableTrainingParameters> Waiting(ManualResetEventSlim gate) => quick => quick with
    {
        Candidates = features =>
        {
            if (!gate.Wait(TimeSpan.FromSeconds(60))) throw new TimeoutException("Nobody opened the gate.");
            return quick.Candidates(features);
        },
    };
}

public sealed class TrainEndpointsOnSqlite() : TrainEndpointsTests(StoreKind.Sqlite)
{
    [Theory]
    [InlineData("", "There is no table yet")]
    [InlineData("?channel=table:none", "There is no table 'none'; GET /v1/tables names those there are.")]
    [InlineData("?channel=Table!", "A channel of a table is table:NAME.")]
    [InlineData("?channel=table:empty", "There is no table 'empty'")]
    [InlineData("?budget=soon", "A time such as 90s, 10m or 1h")]
    [InlineData("?promote=maybe", "true or false.")]
    public async Task A_wish_that_cannot_be_met_is_refused_in_a_sentence(string query, string expected)
    {
        await using var tables = await TablesUnderTest.Start();
        var (status, problem) = await tables.Train(query);
        Assert.InRange(status, 400, 409);
        Assert.Contains(expected, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_member_that_is_unknown_is_told_all_that_are_known()
    {
        await using var tables = await TablesUnderTest.Start();
        var (status, problem) = await tables.Train(json: """{"colour":"red"}""");
        Assert.Equal(400, status);
        Assert.Contains("it knows budget, channel, force, promote.", problem.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Models_of_addresses_are_asked_of_the_loop()
    {
        await using var tables = await TablesUnderTest.Start();
        var (status, answer) = await tables.Train("?channel=url");
        Assert.Equal((202, "url"), (status, answer.GetProperty("channel").GetString()));
        Assert.Equal("POST /train", tables.Server.Store.Trainings.OpenAsk()!.Reason);
    }

    [Fact]
    public async Task With_several_tables_the_sentence_names_them()
    {
        await using var tables = await TablesUnderTest.Start();
        await tables.Board(60);
        await tables.Board(60, name: "second");
        var (status, problem) = await tables.Train();
        Assert.Equal((400, "channel: There are several tables (board, second); name the one that is meant: ?channel=table:board."), (status, problem.GetProperty("detail").GetString()));
    }

    [Fact]
    public async Task Getting_it_says_how_to_post_and_who_may_is_asked()
    {
        await using var tables = await TablesUnderTest.Start();
        using var answer = await tables.Server.Anonymous.GetAsync("/train", TestContext.Current.CancellationToken);
        Assert.Equal((405, "POST"), ((int)answer.StatusCode, answer.Content.Headers.Allow.Single()));
        Assert.Contains("POST /train?channel=table:NAME", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(401, (await tables.Train(client: tables.Server.Anonymous)).Status);
        Assert.Equal(403, (await tables.Train(client: tables.Server.ClientOf("viewer"))).Status);
        Assert.Equal(403, (await tables.Train(client: tables.Server.ClientOf("admin", "other"))).Status);
        Assert.Equal(409, (await tables.Train(client: tables.Server.ClientOf("analyst"))).Status);
    }
}

public sealed class TrainEndpointsOnPostgres() : TrainEndpointsTests(StoreKind.Postgres);
